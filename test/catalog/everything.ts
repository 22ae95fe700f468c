import { openMetastore } from '../../catalog/index.js';
import type { HivePartition, Metastore, PartitionAnnotations } from '../../catalog/index.js';

/** All that a metastore tells, by `roles`, database and `database.table`. */
export async function everything(url: string): Promise<Map<string, unknown>> {
  const metastore = await openMetastore(url);
  const found = new Map<string, unknown>();
  found.set('roles', await metastore.roles());
  for (const database of await metastore.databases()) {
    const beside = await metastore.databaseAnnotations(database);
    found.set(database, { ...(await metastore.getDatabase(database)), beside });
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
  const beside: PartitionAnnotations[] = [];
  for await (const page of metastore.partitionAnnotations(table)) beside.push(...page.partitions);
  return {
    ...{ table, annotations: await metastore.annotations(table), partitions: Object.fromEntries(partitions) },
    besidePartitions: Object.fromEntries(beside.map((each) => [each.values.join('/'), each])),
  };
}
