import type { Lane } from '../formats/index.js';
import type { PlanContext } from './context.js';
import { annotationsOf, describeTable } from './describe-table.js';
import type { DescribedTable } from './describe-table.js';
import { findPartitions } from './find-partitions.js';
import type { Located } from './find-partitions.js';
import { identityOf } from './identity.js';
import { identityOfKey, keyRefusals } from './keyed/plan.js';
import { planFiles } from './plan-files.js';
import type { Earlier } from './plan-files.js';
import type { PlanTotals, Refusal, SourceFile, TablePlan } from './plan-types.js';
import { goneRefusal } from './require-source.js';
import { EMPTY_SCAN, scanTable } from './scan-table.js';
import type { TableName } from './select.js';

const NOWHERE: Located = { partitions: [], storages: [] };

/** Plans one table; everything that speaks against it is collected into `refusals`, never thrown. */
export async function planTable(ctx: PlanContext, name: TableName, earlier?: Earlier): Promise<TablePlan> {
  const refusals: Refusal[] = [];
  const goesOn = (): boolean => refusals.length === 0;
  const described = await describeTable(ctx, name, refusals);
  const { table, columns, partitionKeys, hiveTable, hiveDatabase, request } = described;
  const located = goesOn() ? await findPartitions(ctx, described, refusals) : NOWHERE;
  if (request !== undefined) refusals.push(...keyRefusals(table, request, columns, partitionKeys, located.partitions));
  const scanned = goesOn() ? await scanTable(ctx, table, located.partitions, refusals, earlier?.plan) : EMPTY_SCAN;
  const gone = goesOn() ? await goneRefusal(ctx, described, scanned, earlier?.plan) : undefined;
  if (gone !== undefined) refusals.push(gone);
  const planned = await planFiles(ctx, described, located, scanned, earlier, refusals);
  const sourceId = sourceIdOf(ctx, described, located, planned.files);
  const annotations = goesOn() ? await annotationsOf(ctx, hiveTable, sourceId, earlier?.plan) : undefined;
  return {
    id: identityOf([sourceId, ctx.target.url, ctx.targetFileSize, ...(ctx.orc === 'convert' ? [ctx.orc] : [])]),
    sourceId,
    database: name.database,
    table: name.table,
    status: goesOn() ? 'planned' : 'refused',
    refusals,
    columns,
    partitionKeys,
    ...planned,
    storages: located.storages,
    emptyFiles: scanned.emptyFiles,
    totals: totalsOf(planned),
    plannedAt: Date.now(),
    hiveTable,
    hiveDatabase,
    ...(annotations === undefined ? {} : { annotations }),
  };
}

/** Another value means that the source is another: its description, its partitions or its files. */
function sourceIdOf(
  { source }: PlanContext,
  { table, columns, partitionKeys, request }: DescribedTable,
  { partitions, storages }: Located,
  files: readonly SourceFile[],
): string {
  return identityOf([
    [source.url, table, columns, partitionKeys, partitions.map(({ values, location }) => [values, location])],
    partitions.map(({ storage }) => storages[storage]),
    files.map(({ path, length, mtime, fileId }) => [path, length, mtime, fileId ?? null]),
    ...(request === undefined ? [] : [identityOfKey(request)]),
  ]);
}

function totalsOf({ files, outputs, partitions }: Pick<TablePlan, 'files' | 'outputs' | 'partitions'>): PlanTotals {
  const lanes: Record<Lane, number> = { copy: 0, stitch: 0, transcode: 0, convert: 0 };
  for (const output of outputs) lanes[output.lane] += output.inputs.length;
  const known = files.every((file) => file.rowCount !== undefined);
  return {
    ...(known ? { rows: files.reduce((sum, file) => sum + file.rowCount!, 0) } : {}),
    bytes: files.reduce((sum, file) => sum + file.length, 0),
    filesBefore: files.length,
    filesAfter: outputs.length,
    partitions: partitions.length,
    lanes,
  };
}
