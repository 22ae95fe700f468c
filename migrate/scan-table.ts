import { sourceFile } from '../stores/index.js';
import { mapBounded } from './bounded.js';
import { LIST_CONCURRENCY } from './context.js';
import type { PlanContext } from './context.js';
import type { Location } from './find-partitions.js';
import type { ScannedFile } from './keep.js';
import type { Refusal, TablePlan } from './plan-types.js';
import { refusalOf } from './refuse.js';
import { scanDirectory } from './scan.js';

/** What lies in the directories of a table. */
export interface TableScan {
  readonly files: readonly ScannedFile[];
  readonly emptyFiles: readonly string[];
  /** Partitions, by index, whose directory is not there. */
  readonly missing: ReadonlySet<number>;
}

export const EMPTY_SCAN: TableScan = { files: [], emptyFiles: [], missing: new Set() };

/** Lists every directory; one that cannot be planned, or that two partitions share, refuses the table. */
export async function scanTable(
  ctx: PlanContext,
  table: string,
  partitions: readonly Location[],
  refusals: Refusal[],
  earlier: TablePlan | undefined,
): Promise<TableScan> {
  const owners = new Map<string, number>();
  partitions.forEach(({ location }, index) => {
    if (owners.has(location)) {
      const next =
        'give one of them a directory of its own in Hive (ALTER TABLE … PARTITION … SET LOCATION), or drop it';
      refusals.push({
        reason: 'two partitions share one directory',
        place: { table, file: sourceFile(location) },
        next,
      });
    }
    owners.set(location, index);
  });
  const directories = partitions.map(({ location }) => location);
  const unchanged = earlier && (await ctx.unchanged?.(earlier, directories));
  const scans = await mapBounded(partitions, LIST_CONCURRENCY, async ({ location }) => {
    ctx.signal?.throwIfAborted();
    try {
      return unchanged?.get(location) ?? (await scanDirectory(ctx.source, location));
    } catch (error) {
      refusals.push(refusalOf(error, { table, file: sourceFile(location) }));
      return { files: [], emptyFiles: [], missing: false };
    }
  });
  return {
    files: scans.flatMap((scan, partition) => scan.files.map((stat) => ({ stat, partition }))),
    emptyFiles: scans.flatMap((scan) => scan.emptyFiles),
    missing: new Set(scans.flatMap((scan, index) => (scan.missing ? [index] : []))),
  };
}
