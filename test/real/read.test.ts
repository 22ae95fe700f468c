import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../cli/run.js';
import { runPython } from '../services/spark.js';
import type { TableReading } from '../services/spark.js';

type Sums = Pick<TableReading, 'rows' | 'row' | 'columns'>;

const database = `read_${randomUUID().slice(0, 8)}`;
let folder: string;
/** By table and the flags that name a state of it. */
let spark: Readonly<Record<string, Readonly<Record<string, Sums>>>>;
let ours: Readonly<Record<string, Sums>>;
const statesOf = (tables: typeof spark): [table: string, flags: string][] =>
  Object.entries(tables).flatMap(([table, states]) =>
    Object.keys(states).map((flags): [string, string] => [table, flags]),
  );

async function read(target: string, table: string, flags: string, file: string): Promise<void> {
  let err = '';
  const io = {
    stdout: { write: () => true },
    stderr: { write: (text: string) => (err += text) },
    env: {},
    cwd: folder,
  };
  const words = flags.split(' ').filter((word) => word !== '');
  const args = ['read', '--target', target, '--table', `${database}.${table}`, ...words, '--arrow', file];
  expect([table, flags, await run(args, io), err]).toEqual([table, flags, 0, '']);
}

describe('tables that Spark writes and changes', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-read-'));
    const target = pathToFileURL(join(folder, 'lake')).href;
    spark = await runPython('write_states.py', join(folder, 'spark.json'), [target, database]);
    const files: Record<string, string> = {};
    for (const [table, flags] of statesOf(spark)) {
      const file = join(folder, `${Object.keys(files).length}.arrow`);
      files[`${table} ${flags}`] = file;
      await read(target, table, flags, file);
    }
    await writeFile(join(folder, 'files.json'), JSON.stringify(files));
    ours = await runPython('read_arrow.py', join(folder, 'ours.json'), [join(folder, 'files.json')]);
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it.each(['types_parquet', 'types_orc', 'evolved', 'deleted', 'keyed', 'by_sequence', 'keyed_vectors', 'first_row'])(
    '%s has the same rows for lakelift and pyarrow as for Spark, in every state',
    (table) => {
      const states = Object.keys(spark[table]!);
      expect(states.length).toBeGreaterThan(1);
      const found = Object.fromEntries(states.map((flags) => [flags, ours[`${table} ${flags}`]]));
      expect(found).toEqual(spark[table]);
    },
  );
});
