import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { readTable, scanTable } from '../../lake/index.js';
import type { LiveFile } from '../../lake/index.js';
import { planMigration } from '../../migrate/index.js';
import { verifyTable } from '../../verify/index.js';
import { useDuck } from '../duck.js';
import { rowTexts, STITCH, STITCH_DDL, STITCH_SIZE, STITCH_TABLES, stitchFiles } from '../formats/orc/stitched.js';
import { openFollowed } from './open.js';

const duck = useDuck();

it.each(STITCH_TABLES)('small ORC files of %s are stitched round by round', async (name) => {
  const { folder, source, store, context, sync } = await openFollowed(join(duck.folder(), name));
  const url = pathToFileURL(folder.source).href;
  const metastore = await openMetastore(`ddl:${STITCH_DDL}`, { warehouse: { source, url } });
  const changes = { metastore, tables: [`stitch.${name}`], targetFileSize: STITCH_SIZE };
  const table = `stitch.db/${name}`;
  const files = await stitchFiles(name);
  await mkdir(join(folder.source, table), { recursive: true });
  const land = async (...numbers: number[]): Promise<void> => {
    for (const n of numbers)
      await copyFile(join(STITCH, table, files[n]!.path), join(folder.source, table, files[n]!.path));
  };
  const live = async (): Promise<readonly LiveFile[]> => (await readTable(store, table))!.files;
  /** The lake has the rows of these files, and verification says so. */
  const expectRows = async (...numbers: number[]): Promise<void> => {
    const ids: unknown[] = [];
    for await (const { columns } of scanTable(store, (await readTable(store, table))!, {})) {
      columns[0]!.forEach((id) => ids.push(id));
    }
    expect(ids).toEqual(numbers.flatMap((n) => Array.from({ length: 300 }, (_, i) => n * 300 + i)));
    const plan = await planMigration(context(changes));
    const verified = await verifyTable({ source, target: store, plan: plan.tables[0]! }, 3);
    const rows = ids.length;
    expect(verified).toMatchObject({ passed: true, rows: { source: rows, target: rows } });
  };

  await land(0, 1, 2);
  expect(await sync(changes)).toMatchObject({ outcome: 'created', filesAdded: 3, rows: 900 });
  const [first] = await live();
  expect(await live()).toEqual([expect.objectContaining({ fileName: expect.stringMatching(/\.orc$/) as string })]);
  await expectRows(0, 1, 2);

  await land(3, 4);
  expect(await sync(changes)).toMatchObject({ outcome: 'changed', filesAdded: 2, filesRemoved: 0, rows: 1500 });
  const [kept, second] = await live();
  expect(kept).toEqual(first);
  const made = await rowTexts(await readFile(join(folder.target, second!.path)));
  expect(made).toEqual((await Promise.all([3, 4].map((n) => rowTexts(files[n]!.bytes)))).flat());
  await expectRows(0, 1, 2, 3, 4);
  expect(await sync(changes)).toMatchObject({ outcome: 'unchanged', filesAdded: 0, filesRemoved: 0 });

  // One alone is converted; where one is taken away, what is left is stitched anew.
  await land(5);
  expect(await sync(changes)).toMatchObject({ outcome: 'changed', filesAdded: 1, rows: 1800 });
  expect((await live())[2]!.fileName).toMatch(/\.parquet$/);
  await expectRows(0, 1, 2, 3, 4, 5);
  await rm(join(folder.source, table, files[1]!.path));
  expect(await sync(changes)).toMatchObject({ outcome: 'changed', filesAdded: 0, filesRemoved: 1, rows: 1500 });
  expect(await live()).toEqual([expect.objectContaining({ fileName: expect.stringMatching(/\.orc$/) as string })]);
  await expectRows(0, 2, 3, 4, 5);
});
