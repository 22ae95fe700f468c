import { openMetastore } from '../../catalog/index.js';
import type { HivePartition, Metastore } from '../../catalog/index.js';

/** All that a metastore tells, by database and `database.table`. */
export async function everything(url: string): Promise<Map<string, unknown>> {
  const metastore = await openMetastore(url);
  const found = new Map<string, unknown>();
  for (const database of await metastore.databases()) {
    found.set(database, await metastore.getDatabase(database));
    for (const name of await metastore.tables(database))
      found.set(`${database}.${name}`, await wholeTable(metastore, database, name));
  }
  await metastore.close();
  return found;
}

async function wholeTable(metastore: Metastore, database: string, name: string): Promise<unknown> {
  const table = await metastore.getTable(database, name);
  const partitions: [string, HivePartition][] = [];
  for await (const page of metastore.partitions(table))
    partitions.push(...page.map((each): [string, HivePartition] => [each.values.join('/'), each]));
  return { table, annotations: await metastore.annotations(table), partitions: Object.fromEntries(partitions) };
}
