import { sourceFile } from '../stores/index.js';
import type { PlanContext } from './context.js';
import { changed } from './changed.js';
import type { DescribedTable } from './describe-table.js';
import type { Located } from './find-partitions.js';
import { groupOutputs } from './group.js';
import { keepUnchanged, withKept } from './keep.js';
import type { Kept } from './keep.js';
import { bucketOutputs, keyPlanOf, sortedFiles } from './keyed/plan.js';
import { withoutLonelyOrc } from './orc-together.js';
import { outdatedFiles } from './outdated.js';
import type { Refusal, TablePlan } from './plan-types.js';
import { NO_FILES, readFiles } from './read-files.js';
import type { ReadFiles } from './read-files.js';
import type { TableScan } from './scan-table.js';

/** What of a table is in the lake already. */
export interface Earlier {
  readonly plan: TablePlan;
  /** Larger in every later round of the table; makes the names of its outputs. */
  readonly round: number;
  /** Of a primary-key table: more than the number of any of its rows. */
  readonly sequenceFrom?: number;
}

type PlannedFiles = Pick<TablePlan, 'files' | 'outputs' | 'partitions' | 'key' | 'waiting'>;

/** Looks into the files that are new or changed, and lays out which outputs are made of which; none of a table that is refused. */
export async function planFiles(
  ctx: PlanContext,
  { table, columns, request }: DescribedTable,
  located: Located,
  scanned: TableScan,
  earlier: Earlier | undefined,
  refusals: Refusal[],
): Promise<PlannedFiles> {
  const outdated = await outdatedFiles(ctx, earlier?.plan, columns, scanned.files);
  const kept = keepUnchanged(earlier?.plan, located, scanned.files, outdated);
  const storageOf = (partition: number) => located.storages[located.partitions[partition]!.storage]!;
  const looked =
    refusals.length === 0 ? await readFiles(ctx, table, kept.rest, storageOf, columns, refusals) : NO_FILES;
  const read = withoutLonelyOrc(looked, ctx.targetFileSize);
  requireWhole(read.waiting, kept, table);
  const partitions = located.partitions.map((partition, i) => ({ ...partition, missing: scanned.missing.has(i) }));
  const key = request === undefined ? undefined : keyPlanOf(request, read.files);
  const readable = key === undefined ? read.files : sortedFiles(read.files);
  const outputs = () => {
    if (key === undefined) {
      const round = earlier && [earlier.round, columns];
      return groupOutputs(table, readable, read.signatures, ctx.targetFileSize, round);
    }
    const round = earlier && { sequenceFrom: 0, ...earlier, rewritten: kept.rewritten };
    return bucketOutputs(table, key, partitions, readable, round);
  };
  return {
    ...withKept(kept, scanned.files, readable, refusals.length > 0 ? [] : outputs()),
    partitions,
    ...(key === undefined ? {} : { key }),
    ...(read.waiting.length === 0 ? {} : { waiting: read.waiting.map(({ path, mtime }) => ({ path, mtime })) }),
  };
}

/** Throws SOURCE_CHANGED when a file is being written in a partition that is planned anew: without it, rows would be missing meanwhile. */
function requireWhole(waiting: ReadFiles['waiting'], { rewritten }: Kept, table: string): void {
  const open = waiting.find(({ partition }) => rewritten.has(partition));
  if (open !== undefined) throw changed(sourceFile(open.path), 'it is being written').at({ table });
}
