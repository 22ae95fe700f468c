import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./HiveRows.java', import.meta.url));
const hex = (text) => Buffer.from(text).toString('hex');

/** What the SerDes of several versions of Hive, each given as VERSION=CLASSPATH, make of lines: a row for each case, as HiveRows.java says. */
export function askHive(cases, versions) {
  const input = cases
    .map(({ serde, properties, types, line }) => {
      const pairs = Object.entries(properties).map((pair) => pair.map(hex).join('='));
      return [serde, pairs.join(','), types, hex(line)].join('\t');
    })
    .join('\n');
  return versions.map((argument) => {
    const [version, classPath] = argument.split('=');
    const options = ['--add-opens=java.base/java.net=ALL-UNNAMED', '-Duser.timezone=UTC', '-cp', classPath];
    const java = spawnSync('java', [...options, PROGRAM], { input, maxBuffer: 1 << 28 });
    if (java.status !== 0) throw new Error(java.stderr.toString());
    const rows = java.stdout.toString().split('\n').slice(0, -1);
    if (rows.length !== cases.length) throw new Error(`${rows.length} of ${cases.length} rows`);
    return { version, rows };
  });
}
