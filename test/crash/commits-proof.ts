import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTable, newTableSchema, readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import { startMinio } from '../services/minio.js';
import { run } from '../services/processes.js';
import { bucketLake, folderLake } from './lakes.js';
import type { Lake } from './lakes.js';
import { saveResult } from './results.js';
import type { ProofCount } from './results.js';

const TABLE = 'a.db/t';
const COMMITTER = fileURLToPath(new URL('../services/committer.mjs', import.meta.url));

/** Lets several processes commit to one table at once, and looks for commits that were lost or doubled. */
async function race(lake: Lake, where: string, processes: number, commits: number, log: string): Promise<ProofCount> {
  const store = await openTarget(lake.url, lake.options);
  try {
    const columns = [{ name: 'id', type: { kind: 'INT' } }] as const;
    const schema = newTableSchema({ columns, partitionKeys: [], timeMillis: 1 });
    await createTable(store, TABLE, schema, [], { user: 'first', timeMillis: 1 });
    const users = Array.from({ length: processes }, (_, user) => `u${String(user)}`);
    const started = performance.now();
    await Promise.all(
      users.map((user) =>
        run(process.execPath, [COMMITTER, lake.url, TABLE, user, String(commits)], { log, env: lake.env }),
      ),
    );
    const seconds = Math.round((performance.now() - started) / 1000);
    const { files, snapshot } = (await readTable(store, TABLE))!;
    const counts = new Map<string, number>();
    for (const { fileName } of files) counts.set(fileName, (counts.get(fileName) ?? 0) + 1);
    const expected = users.flatMap((user) =>
      Array.from({ length: commits }, (_, n) => `data-${user}-${String(n)}.parquet`),
    );
    const total = processes * commits;
    const wrong = [
      ...expected.filter((name) => !counts.has(name)).map((name) => `${where}: ${name} is lost`),
      ...[...counts].filter(([, count]) => count > 1).map(([name]) => `${where}: ${name} is there twice`),
      ...(snapshot?.id === total + 1
        ? []
        : [`${where}: ${String(snapshot?.id)} snapshots instead of ${String(total + 1)}`]),
      ...(snapshot?.totalRecordCount === total
        ? []
        : [`${where}: the snapshot counts ${String(snapshot?.totalRecordCount)} rows`]),
    ];
    const what = `commits of ${String(processes)} processes to one table in ${where} at the same time`;
    console.error(`${what}: ${String(total)} in ${String(seconds)} s, ${String(wrong.length)} wrong`);
    return { what, tried: total, of: total, wrong };
  } finally {
    await store.close();
  }
}

/** `npm run proof:commits [-- PROCESSES COMMITS]`: into a folder and into MinIO; 4 and 200 unless given. */
export async function main(processes = '4', commits = '200'): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'lakelift-commits-'));
  const minio = await startMinio(join(base, 'minio'));
  Object.assign(process.env, minio.environment);
  const counts: ProofCount[] = [];
  try {
    const lakes = { 'a folder': await folderLake(), MinIO: await bucketLake(minio) };
    for (const [where, lake] of Object.entries(lakes)) {
      counts.push(await race(lake, where, Number(processes), Number(commits), join(base, 'committers.log')));
      await saveResult('commits', counts);
      await lake.close();
    }
  } finally {
    await minio.stop();
    await rm(base, { recursive: true });
  }
  console.log(JSON.stringify(counts, null, 2));
  if (counts.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}
