import { hasPartitionGrants } from '../catalog/index.js';
import type { Annotations, HiveDatabase, HiveTable } from '../catalog/index.js';
import type { Field } from '../formats/index.js';
import { newTableSchema } from '../lake/index.js';
import { collecting } from './collect.js';
import type { PlanContext } from './context.js';
import { parseHiveType } from './hive-types.js';
import { keyPlanOf } from './keyed/plan.js';
import type { KeyRequest } from './keyed/plan.js';
import { plainStorage, plainTable } from './plain-table.js';
import type { Refusal, TablePlan } from './plan-types.js';
import { refusalOf, tableRefusals } from './refuse.js';
import type { TableName } from './select.js';

/** What the metastore says of a table, in Paimon's types, and what the user asks of it. */
export interface DescribedTable {
  /** `<database>.<table>`. */
  readonly table: string;
  readonly hiveTable: HiveTable;
  readonly hiveDatabase: HiveDatabase;
  readonly columns: readonly Field[];
  readonly partitionKeys: readonly Field[];
  readonly request?: KeyRequest;
}

/** Reads a table's entry, and checks by it alone whether Paimon can have such a table. */
export async function describeTable(ctx: PlanContext, name: TableName, refusals: Refusal[]): Promise<DescribedTable> {
  const table = `${name.database}.${name.table}`;
  const hiveDatabase = await ctx.metastore.getDatabase(name.database);
  const hiveTable = await readTableEntry(ctx, name, refusals);
  if (refusals.length === 0) refusals.push(...tableRefusals(hiveTable));
  const columns = fieldsOf(hiveTable.storage.columns, table, refusals);
  const partitionKeys = fieldsOf(hiveTable.partitionKeys, table, refusals);
  const request = ctx.primaryKeys?.get(table.toLowerCase());
  if (refusals.length === 0) {
    const primaryKey = request === undefined ? {} : { primaryKey: keyPlanOf(request, []) };
    collecting(refusals, { table }, () => newTableSchema({ columns, partitionKeys, timeMillis: 0, ...primaryKey }));
  }
  return { table, hiveTable, hiveDatabase, columns, partitionKeys, ...(request === undefined ? {} : { request }) };
}

/** The metastore's entry; when the metastore itself refuses the table (an inferred schema may clash), an entry without columns. */
async function readTableEntry(ctx: PlanContext, name: TableName, refusals: Refusal[]): Promise<HiveTable> {
  try {
    return await ctx.metastore.getTable(name.database, name.table);
  } catch (error) {
    refusals.push(refusalOf(error, { table: `${name.database}.${name.table}` }));
    return plainTable(name.database, name.table, plainStorage('parquet', '', []), []);
  }
}

function fieldsOf(columns: HiveTable['partitionKeys'], table: string, refusals: Refusal[]): Field[] {
  return columns.flatMap((column) => {
    const type = collecting(refusals, { table, column: column.name }, () => parseHiveType(column.type));
    if (type === undefined) return [];
    const { comment } = column;
    return [{ name: column.name.toLowerCase(), type, ...(comment === undefined ? {} : { comment }) }];
  });
}

/** Many calls of the metastore; a round that finds the source as it was has no use for the answers, and asks nothing. */
export async function annotationsOf(
  ctx: PlanContext,
  hiveTable: HiveTable,
  sourceId: string,
  before: TablePlan | undefined,
): Promise<Annotations | undefined> {
  if (before?.sourceId === sourceId) return before.annotations;
  const annotations = await ctx.metastore.annotations(hiveTable);
  if (!hasPartitionGrants(hiveTable.parameters)) return annotations;
  return { ...annotations, notRead: [...annotations.notRead, 'grants on partitions: Paimon has no rows for them'] };
}
