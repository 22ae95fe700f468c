import { existsSync } from 'node:fs';
import { SqliteCatalog } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import type { DataFile, TableCommit, TableSchema } from '../lake/index.js';
import { createTable, dataFilePath, newTableSchema, parsePartitionValue, tablePath } from '../lake/index.js';
import type { TargetStore } from '../stores/index.js';
import { catalogEntry } from './hive-catalog-entry.js';
import type { JournaledOutput } from './journal.js';
import { decodeKeyed } from './keyed/keyed-json.js';
import type { KeyPlan, OutputFile, TablePlan } from './plan-types.js';
import { decodeStatistics } from './statistics-json.js';

/** The lake's schema of a planned table; the same plan gives the same bytes. */
export function schemaOf(plan: TablePlan): TableSchema {
  const comment = plan.hiveTable.parameters['comment'];
  return newTableSchema({
    columns: plan.columns,
    partitionKeys: plan.partitionKeys,
    timeMillis: plan.plannedAt,
    ...(plan.key === undefined ? {} : { primaryKey: plan.key }),
    ...(comment === undefined ? {} : { comment }),
  });
}

/** Store path of an output in the target. */
export function outputPath(plan: TablePlan, schema: TableSchema, output: OutputFile): string {
  return dataFilePath(
    schema,
    tablePath(plan.database, plan.table),
    partitionValues(plan, output.partition),
    output.name,
    output.keyed?.bucket,
  );
}

/** The values of a planned partition as the lake has them. */
export function partitionValues(plan: TablePlan, partition: number): DataFile['partition'] {
  const { values } = plan.partitions[partition]!;
  return plan.partitionKeys.map((key, index) => parsePartitionValue(values[index] ?? '', key.type));
}

/** Outputs as data files of the lake; a bucket without rows has none. Throws INTERNAL for one that is not journaled as copied. */
export function copiedFiles(
  plan: TablePlan,
  outputs: readonly OutputFile[],
  copied: ReadonlyMap<string, JournaledOutput>,
): DataFile[] {
  return outputs.flatMap((output) => {
    const done = copied.get(output.name);
    if (done?.state !== 'COPIED' || done.length === undefined || done.rows === undefined) {
      throw new LakeliftError('INTERNAL', 'a file to commit is not journaled as copied', { file: output.name });
    }
    if (output.keyed !== undefined && done.rows === 0) return [];
    return {
      partition: partitionValues(plan, output.partition),
      fileName: output.name,
      fileSize: done.length,
      rowCount: done.rows,
      statistics: decodeStatistics(done.statistics ?? '[]'),
      creationTime: plan.plannedAt,
      ...(done.keyed === undefined ? {} : { keyed: decodeKeyed(done.keyed) }),
    };
  });
}

/** The name of the commit that makes a planned table. */
export const commitOf = ({ id, plannedAt }: TablePlan): TableCommit => ({ user: id, timeMillis: plannedAt });

/**
 * Publishes all files of a table in one snapshot that names the plan, so that a second try recognises the first.
 * Returns the snapshot id. Throws TARGET_FOREIGN when another writer's table is there.
 */
export async function commitTable(
  target: TargetStore,
  plan: TablePlan,
  schema: TableSchema,
  copied: ReadonlyMap<string, JournaledOutput>,
): Promise<number> {
  const files = copiedFiles(plan, plan.outputs, copied);
  const rows = files.reduce((sum, file) => sum + file.rowCount, 0);
  if (plan.totals.rows !== undefined && !mayMerge(plan.key) && rows !== plan.totals.rows) {
    throw new LakeliftError('INTERNAL', `${rows} rows were written of ${plan.totals.rows} planned`, {
      table: `${plan.database}.${plan.table}`,
    });
  }
  const path = tablePath(plan.database, plan.table);
  const { snapshotId } = await createTable(target, path, schema, files, commitOf(plan));
  return snapshotId;
}

/** Whether several rows may become one. */
function mayMerge(key: KeyPlan | undefined): boolean {
  return (
    key !== undefined && (key.sequenceFields.length > 0 || key.duplicates === 'last' || key.opColumn !== undefined)
  );
}

/** Registers the table in the SQLite catalog; again is harmless. Throws TARGET_FOREIGN as `requireFreeName` does. */
export function registerTable(catalogPath: string, plan: TablePlan, targetUrl: string): void {
  withCatalog(catalogPath, (catalog) => catalog.put(plan.hiveDatabase, catalogEntry(plan, targetUrl)));
}

/** Throws TARGET_FOREIGN when the catalog has another table of this name, so that nothing is written first. */
export function requireFreeName(catalogPath: string, plan: TablePlan, targetUrl: string): void {
  if (!existsSync(catalogPath)) return;
  withCatalog(catalogPath, (catalog) => catalog.requireFree(catalogEntry(plan, targetUrl)));
}

function withCatalog(path: string, work: (catalog: SqliteCatalog) => unknown): void {
  const catalog = SqliteCatalog.open(path);
  try {
    work(catalog);
  } finally {
    catalog.close();
  }
}
