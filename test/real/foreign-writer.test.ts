import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { TargetStore } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { interrupted, twoPartitions } from '../migrate/interrupted.js';
import { migrateFolder } from '../migrate/warehouse.js';
import { runPython } from '../services/spark.js';

const duck = useDuck();
const [ROWS, SPARK_ROWS] = [200, 10];

/** Where the migration is held, and how many rows Spark inserts into the table it makes there meanwhile. */
const CASES = [
  // Data files, a manifest, two lists, the snapshot: Spark's is the first.
  ...[1, 3, 4, 5, 6].flatMap((before) => [SPARK_ROWS, 0].map((rows) => ({ before, rows }))),
  // Two hints and the schema: the snapshot is there, and no table yet.
  ...[7, 8, 9].flatMap((before) => [SPARK_ROWS, 0].map((rows) => ({ before, rows }))),
];

it('Spark makes the same table and inserts into it while migrate commits: refused by name, never mixed unsaid', async () => {
  const source = await twoPartitions(duck, 'hive', 0);
  const [marks, lakes] = [join(duck.folder(), 'marks'), join(duck.folder(), 'lakes.json')];
  await mkdir(marks);
  const targets = CASES.map((_, index) => join(duck.folder(), `lake-${String(index)}`));
  let held = 0;
  const asked = CASES.map(({ rows }, index) => ({ warehouse: pathToFileURL(targets[index]!).href, rows }));
  await writeFile(lakes, JSON.stringify(asked));
  const written = async (): Promise<void> => {
    held += 1;
    while (!existsSync(join(marks, 'written'))) await sleep(50);
  };
  const migrations = CASES.map(async ({ before }, index) => {
    const wrap = (store: TargetStore): TargetStore => interrupted(store, before, written);
    const { result } = await migrateFolder({ source, target: targets[index]! }, { target: wrap });
    return result.tables[0]!;
  });
  while (held < CASES.length) await sleep(50);
  const spark = runPython<number[][]>('write_beside.py', join(duck.folder(), 'read.json'), [marks, lakes]);
  const results = await Promise.race([Promise.all(migrations), spark.then(() => [])]);
  await writeFile(join(marks, 'ended'), '');
  const read = await spark;
  for (const [index, { before, rows }] of CASES.entries()) {
    const place = `before write ${String(before)}, ${String(rows)} rows`;
    const isBuiltOn = before > 6 && rows > 0;
    const message = isBuiltOn ? 'it holds rows of this run' : 'a table here that this run did not write';
    const error = { code: 'TARGET_FOREIGN', message: expect.stringContaining(message) as string };
    expect(results[index], place).toMatchObject({ error });
    const theirs = rows === 0 ? [null, null, 0] : [1000, 1000 + rows - 1, rows];
    expect(read[index], place).toEqual(isBuiltOn ? [0, 1000 + rows - 1, ROWS + rows] : theirs);
  }
});
