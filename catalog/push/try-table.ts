import type { HiveTable, Metastore } from '../model.js';
import type { MetastoreWriter } from '../thrift/writer.js';
import { unlessUnknown } from './plan.js';

const TRIED = 'lakelift.tried';

/**
 * Makes a table under a name of its own and forgets it again: a Metastore that cannot have it, as it does not know the file system of the
 * location, says so before another table makes way. What a killed run left of it is forgotten first.
 */
export async function tryTable(metastore: Metastore, writer: MetastoreWriter, table: HiveTable): Promise<void> {
  const { database } = table;
  const name = `${table.name}__tried`;
  const left = await unlessUnknown(() => metastore.getTable(database, name));
  if (left?.parameters[TRIED] !== undefined) await writer.dropTable(database, name);
  const parameters = { ...table.parameters, EXTERNAL: 'TRUE', [TRIED]: 'true' };
  await writer.createTable({ ...table, name, tableType: 'EXTERNAL_TABLE', parameters });
  await writer.dropTable(database, name);
}
