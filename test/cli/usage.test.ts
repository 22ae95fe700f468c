import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands/index.js';
import { packageVersion } from '../../cli/version.js';
import { runCli } from './fake-io.js';

const NAMES = COMMANDS.map(({ name }) => name);

describe('help', () => {
  it('lists every command and examples', async () => {
    const { code, stdout, stderr } = await runCli(['--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const name of NAMES) expect(stdout).toContain(`\n  ${name.split(' ')[0]!} `);
    expect(stdout).toContain('lakelift migrate --source webhdfs://');
  });

  it.each(COMMANDS.map((spec) => [spec.name, spec] as const))('of %s names all its flags', async (name, spec) => {
    const { code, stdout } = await runCli([...name.split(' '), '--help']);
    expect(code).toBe(0);
    for (const flag of [...spec.flags, 'config']) expect(stdout).toMatch(new RegExp(`--${flag}[ \\n]`));
    for (const [line] of spec.examples) expect(stdout).toContain(`lakelift ${line}`);
  });

  it('tells the version of package.json', async () => {
    expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${packageVersion()}\n` });
  });
});

describe('wrong command lines exit with 2', () => {
  const urls = ['--source', 'file:///s', '--metastore', 'infer', '--target', 'file:///t'];

  it.each([
    ['an unknown command', ['destroy'], /unknown command 'destroy'/],
    ['an unknown flag', ['plan', '--colour'], /unknown option '--colour'/],
    ['a flag of another command', ['plan', '--gc'], /unknown option '--gc'/],
    ['a yes to what is done anyway', ['compact', '--target', 'file:///t', '--yes'], /unknown option '--yes'/],
    ['a flag without its value', ['plan', '--source'], /argument missing/],
    ['too many arguments', ['plan', 'everything'], /too many arguments/],
    ['a level that is none', ['migrate', ...urls, '--verify', '5'], /--verify: '5' is not a whole number from 0 to 4/],
    ['level 4 without Spark', ['migrate', ...urls, '--verify', '4'], /level 4 .* no Spark is named/],
    [
      'level 4 without a metastore',
      ['verify', ...urls, '--level', '4', '--spark-submit', 'x'],
      /level 4 needs .* a running Hive Metastore/,
    ],
    ['no size', ['plan', ...urls, '--target-file-size', 'big'], /'big' is not a size/],
    ['no rate', ['plan', ...urls, '--namenode-ops', '-1'], /'-1' is not a rate/],
    ['no bandwidth', ['plan', ...urls, '--bandwidth', 'fast/s'], /'fast\/s' is not a bandwidth/],
    ['no workers', ['migrate', ...urls, '--workers', '0'], /--workers: '0' is not a whole number from 1 to 1024/],
    ['a key of no table', ['plan', ...urls, '--primary-key', 'id'], /--primary-key is <database>.<table>=<columns>/],
    ['a key without columns', ['plan', ...urls, '--primary-key', 'a.b='], /has an empty part/],
    [
      'no number of buckets',
      ['plan', ...urls, '--primary-key', 'a.b=id', '--bucket', '0'],
      /--bucket is a whole number/,
    ],
    ['buckets of another table', ['plan', ...urls, '--primary-key', 'a.b=id', '--bucket', 'a.c=4'], /names a\.c/],
    ['no choice', ['migrate', ...urls, '--on-refuse', 'ignore'], /'ignore' is invalid/],
    ['only exclusions', ['plan', ...urls, '--tables', '!a.b'], /no table is selected/],
    ['a source of an unknown kind', ['plan', ...urls, '--source', 'ftp://h/x'], /ftp/],
    ['a source URL of two slashes', ['plan', ...urls, '--source', 'file://s/x'], /no folder of this machine/],
    ['a target URL of two slashes', ['plan', ...urls, '--target', 'file://t/x'], /no folder of this machine/],
    ['a report of such a target', ['report', '--target', 'file://t/x'], /no folder of this machine/],
    ['a target that is a file', ['plan', ...urls, '--target', import.meta.url], /the target is a file/],
    [
      'a catalog that is a folder',
      ['migrate', '--source', 'file:///none', ...urls.slice(2), '--catalog', '/tmp'],
      /the file cannot be written \[file=\/tmp\]/,
    ],
    ['a target of an unknown kind', ['plan', ...urls, '--target', 'hdfs://h/x'], /hdfs/],
    ['a metastore of an unknown kind', ['plan', ...urls, '--metastore', 'oracle://h'], /not a metastore URL/],
    ['--gc without a target', ['doctor', '--gc'], /--gc needs --target/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });

  it.each(COMMANDS.flatMap(({ name, required }) => required.map((flag) => [name, flag] as const)))(
    '%s without --%s',
    async (name, missing) => {
      const given = COMMANDS.find((spec) => spec.name === name)!.required.filter((flag) => flag !== missing);
      const { code, stderr } = await runCli([
        ...name.split(' '),
        ...given.flatMap((flag) => [`--${flag}`, 'file:///x']),
      ]);
      expect(code).toBe(2);
      expect(stderr).toBe(`USAGE: --${missing} is missing\n  next: lakelift ${name} --help\n`);
    },
  );
});
