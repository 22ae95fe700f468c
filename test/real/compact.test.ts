import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable, newTableSchema, readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import { lakelift, startCli } from '../services/cli.js';
import { run } from '../services/processes.js';
import { javaReadings, runPython } from '../services/spark.js';
import type { Readings, TableReading } from '../services/spark.js';
import { makeWarehouse } from '../services/warehouse.js';

const { LAKELIFT_TEST_WEBHDFS, LAKELIFT_TEST_S3_BUCKET } = process.env;
const database = `compact_${randomUUID().slice(0, 8)}`;
const target = `s3://${LAKELIFT_TEST_S3_BUCKET}/${database}`;
const TABLES = [`${database}.by_spark`, `${database}.events`];
const ROWS: Readonly<Record<string, number>> = { [TABLES[0]!]: 320, [TABLES[1]!]: 2000 };

let folder: string;
let before: Readings;
const inFolder = (name: string): string => join(folder, name);
const state = (): string[] => ['--state', inFolder('state.db')];
/** Of the tables made by lakelift: pypaimon reads no manifest of Paimon 0.9, which Spark has. */
const OWN = TABLES.slice(1);
const sumsOf = ({ rows, row, columns }: TableReading) => ({ rows, row, columns });

/** Live files and rows of a table. */
async function live(name: string): Promise<{ files: number; rows: number; snapshot: number }> {
  const store = await openTarget(target);
  const table = await readTable(store, name.replace('.', '.db/'));
  await store.close();
  const rows = table!.files.reduce((sum, { rowCount }) => sum + rowCount, 0);
  return { files: table!.files.length, rows, snapshot: table!.snapshot!.id };
}

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('compaction on S3', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-compact-'));
    const base = `user/${database}`;
    await makeWarehouse(LAKELIFT_TEST_WEBHDFS!, base, { database, files: 40, rowsPerFile: 50 });
    const source = ['--source', `${LAKELIFT_TEST_WEBHDFS}/${base}`, '--metastore', 'infer', '--target', target];
    const migrated = await lakelift(['migrate', ...source, ...state(), '--target-file-size', '1', '--verify', '0']);
    expect(migrated.code, migrated.stdout + migrated.stderr).toBe(0);
    const args = [inFolder('answered.json'), target, database, TABLES[1]!];
    before = await runPython<Readings>('write_paimon.py', inFolder('before.json'), args);
    const own = Object.fromEntries(OWN.map((name) => [name, before[name]]));
    await writeFile(inFolder('own.json'), JSON.stringify(own));
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('killed again and again and run again, merges the files and keeps every row', async () => {
    expect(await live(TABLES[1]!)).toMatchObject({ files: 40, rows: 2000 });
    const command = ['compact', '--target', target, ...state()];
    const untouched = await lakelift([...command, '--dry-run', '--json']);
    expect(JSON.parse(untouched.stdout)).toMatchObject({
      exitCode: 0,
      tables: [{ outcome: 'planned' }, { filesAfter: 4 }],
    });
    for (const milliseconds of [300, 600, 700, 800, 900, 1000]) {
      const running = startCli([...command, '--tables', TABLES[1]!]);
      await sleep(milliseconds);
      running.process.kill('SIGKILL');
      await running.ended;
      expect((await live(TABLES[1]!)).rows).toBe(2000);
    }
    const last = await lakelift([...command, '--json']);
    expect(last.code, last.stdout + last.stderr).toBe(0);
    expect(await live(TABLES[1]!)).toMatchObject({ files: 4, rows: 2000, snapshot: 2 });
    // Two partitions, each of files from before and after a column was added.
    expect(await live(TABLES[0]!)).toMatchObject({ files: 4, rows: 320 });
    const garbage = ['doctor', '--gc', '--older-than', '0s', '--target', target, ...state()];
    expect((await lakelift([...garbage, '--yes'])).code).toBe(0);
    expect((await lakelift(garbage)).stdout).toBe('nothing left behind\n');
  });

  it('is read by Java Paimon with the rows there were, by filters too', async () => {
    expectSame(await javaReadings(inFolder('before.json'), target, inFolder('java.json')), TABLES);
  });

  it('is read by pypaimon with the rows there were, by filters too', async () => {
    const args = [inFolder('own.json'), target];
    expectSame(await runPython<Readings>('read_pypaimon.py', inFolder('pypaimon.json'), args), OWN);
  });

  it('is read by Spark, as of the earlier snapshot as well; Spark appends on top of it and lets snapshots expire', async () => {
    interface Changed {
      readonly readings: Readings;
      readonly tables: Readonly<Record<string, { then: TableReading; [counted: string]: unknown }>>;
    }
    const args = [inFolder('before.json'), inFolder('answered.json'), target];
    const { readings, tables } = await runPython<Changed>('change_paimon.py', inFolder('changed.json'), args);
    expectSame(readings, TABLES);
    expect(Object.keys(tables).sort()).toEqual(TABLES);
    for (const name of TABLES) {
      const { then, ...counted } = tables[name]!;
      expect([name, sumsOf(then)]).toEqual([name, sumsOf(before[name]!)]);
      expect(counted).toEqual({ appended: 2 * ROWS[name]!, expired: 2 * ROWS[name]!, snapshots: 1 });
    }
    const again = await lakelift(['compact', '--target', target, ...state()]);
    expect(again.code, again.stdout + again.stderr).toBe(0);
    for (const name of TABLES) expect((await live(name)).rows).toBe(2 * ROWS[name]!);
  });

  function expectSame(after: Readings, names: readonly string[]): void {
    for (const name of names) {
      expect(after[name]!.rows).toBe(ROWS[name]);
      expect(sumsOf(after[name]!)).toEqual(sumsOf(before[name]!));
      for (const [column, found] of Object.entries(before[name]!.filters)) {
        const { isNull, equal, less } = after[name]!.filters[column]!;
        const expected = { column, isNull: found.isNull, equal: found.equal, less: found.less };
        expect({ column, isNull, equal, less }).toEqual(expected);
      }
    }
  }

  it.each(['s3', 'file'])('of four processes that commit to one table at once none is lost (%s)', async (scheme) => {
    const url = scheme === 's3' ? `${target}/race` : `file://${folder}/race`;
    const store = await openTarget(url);
    const columns = [{ name: 'id', type: { kind: 'INT' } }] as const;
    const schema = newTableSchema({ columns, partitionKeys: [], timeMillis: 1 });
    await createTable(store, 'a.db/t', schema, [], { user: 'first', timeMillis: 1 });
    const script = fileURLToPath(new URL('../services/committer.mjs', import.meta.url));
    const users = ['u1', 'u2', 'u3', 'u4'];
    const log = inFolder('committers.log');
    await Promise.all(users.map((user) => run(process.execPath, [script, url, 'a.db/t', user, '10'], { log })));
    const { files, snapshot } = (await readTable(store, 'a.db/t'))!;
    expect(snapshot).toMatchObject({ id: 41, totalRecordCount: 40 });
    const names = users.flatMap((user) => Array.from({ length: 10 }, (_, n) => `data-${user}-${n}.parquet`));
    expect(files.map(({ fileName }) => fileName).sort()).toEqual(names.sort());
    await store.close();
  });
});
