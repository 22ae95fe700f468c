import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lakelift } from '../services/cli.js';
import { runPython } from '../services/spark.js';

const GOLDEN = new URL('../lake/golden/', import.meta.url);
const TABLES = ['a_append', 'c_pk', 'd_dv', 'f_expire', 'f_rowtrack', 'g_evo'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-expired-'));
  for (const table of TABLES) await cp(new URL(table, GOLDEN), join(folder, 'ref.db', table), { recursive: true });
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

it('leaves tables of Java Paimon that pypaimon reads as before', async () => {
  const target = ['--target', pathToFileURL(folder).href];
  const expired = await lakelift(['expire', ...target, '--retain-max', '1', '--json']);
  expect(expired.code, expired.stderr).toBe(0);
  const { tables } = JSON.parse(expired.stdout) as { tables: { table: string; snapshots: number[] }[] };
  expect(tables.filter(({ snapshots }) => snapshots.length > 0)).toHaveLength(TABLES.length);
  expect((await lakelift(['orphans', ...target, '--older-than', '0s'])).stdout).toBe('no orphans\n');
  const names = TABLES.map((table) => `ref.${table}`);
  const counts = await runPython('count_pypaimon.py', join(folder, 'counts.json'), [folder, names.join(',')]);
  const known = JSON.parse(await readFile(new URL('expected.json', GOLDEN), 'utf8')) as Record<
    string,
    { rows: number }
  >;
  expect(counts).toEqual(Object.fromEntries(TABLES.map((table) => [`ref.${table}`, known[table]!.rows])));
});
