import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { tableRefusals } from '../../migrate/refuse.js';
import { openSource } from '../../stores/index.js';
import { useDuck } from '../duck.js';

const duck = useDuck();

it.each(['insert_only', 'default'])('a transactional table is refused by name, when it is %s, too', async (kind) => {
  const ddl = join(duck.folder(), `${kind}.sql`);
  const properties = `'transactional'='TRUE', 'transactional_properties'='${kind}'`;
  await writeFile(ddl, `CREATE TABLE sales.orders (id INT) STORED AS ORC TBLPROPERTIES (${properties});\n`);
  const url = pathToFileURL(duck.folder()).href;
  const metastore = await openMetastore(`ddl:${ddl}`, { warehouse: { source: await openSource(url), url } });
  expect(tableRefusals(await metastore.getTable('sales', 'orders'))).toEqual([
    {
      reason: 'it is an ACID table (transactional=true): its files hold deltas and deletes',
      place: { table: 'sales.orders' },
      next:
        'copy its rows in Hive into an external table, CREATE EXTERNAL TABLE … (its columns) STORED AS PARQUET, then INSERT INTO … SELECT, ' +
        'and migrate that one; a compaction does not help: what it leaves are base_ folders',
    },
  ]);
});
