import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { runCompaction } from '../../compact/index.js';
import { valueAt } from '../../formats/index.js';
import type { Value } from '../../formats/index.js';
import { readTable, scanTable } from '../../lake/index.js';
import type { TargetStore } from '../../stores/index.js';
import { openSource, openTarget } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { GOLDEN } from '../formats/matrix/tables.js';
import { migrateFolder } from '../migrate/warehouse.js';

const duck = useDuck();
const TABLE = 'kept.db/twice';

/** Column by column, and the formats of the files. */
async function contents(store: TargetStore): Promise<{ formats: string[]; values: Value[][] }> {
  const lake = (await readTable(store, TABLE))!;
  const values: Value[][] = lake.schema.fields.map(() => []);
  for await (const batch of scanTable(store, lake, {})) {
    batch.columns.forEach((column, i) => {
      const at = valueAt(column);
      for (let row = 0; row < batch.rowCount; row++) values[i]!.push(at(row));
    });
  }
  return { formats: lake.files.map(({ fileName }) => fileName.replace(/.*\./, '')), values };
}

it('small ORC files, which were copied, become one Parquet file of the same rows', async () => {
  const [source, target] = [join(duck.folder(), 'hive'), join(duck.folder(), 'lake')];
  await mkdir(join(source, 'twice'), { recursive: true });
  for (const [file, from] of Object.entries({ a: 'orc_hive_none/000000_0', b: 'orc_spark_none/000000_0.orc' })) {
    await copyFile(join(GOLDEN, 'matrix.db', from), join(source, 'twice', file));
  }
  const script = join(duck.folder(), 'tables.sql');
  const columns = 'id INT, str STRING, dec9 DECIMAL(9,2), dt DATE, m MAP<STRING,INT>';
  const url = pathToFileURL(source).href;
  await writeFile(script, `CREATE TABLE kept.twice (${columns}) STORED AS ORC LOCATION '${url}/twice';`);
  const metastore = await openMetastore(`ddl:${script}`, { warehouse: { source: await openSource(url), url } });
  await migrateFolder({ source, target }, { metastore, targetFileSize: 1024 });
  const store = await openTarget(pathToFileURL(target).href);
  const before = await contents(store);
  expect(before.formats).toEqual(['orc', 'orc']);
  expect(before.values[0]).toEqual([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7]);
  const [compacted] = await runCompaction({
    target: store,
    statePath: join(target, '.lakelift', 'state.db'),
    tables: ['*.*'],
    where: [],
    targetFileSize: 128 * 1024 * 1024,
    workers: 2,
    progress: () => undefined,
  });
  expect(compacted).toMatchObject({ outcome: 'compacted', filesBefore: 2, filesAfter: 1, rowsMerged: 14 });
  expect(await contents(store)).toEqual({ ...before, formats: ['parquet'] });
});
