import { meaningOf } from './annotation.js';
import { boundValue, trustedBounds } from './bounds.js';
import { leavesOf } from './metadata.js';
import type { ParquetFooter, SchemaNode } from './metadata.js';
import type { TimeConversion } from './writer-times.js';

/**
 * Why dates or timestamps among the leaves [start, end) must be decoded: the writer's calendar moves them, or may. Statistics that
 * are all later than the change of calendars settle it. Throws REFUSED where they show values of an unknown calendar.
 */
export function timeReason(footer: ParquetFooter, start: number, end: number): string | undefined {
  const leaves = leavesOf(footer.schema).slice(start, end);
  for (const [index, { node }] of leaves.entries()) {
    const conversion = conversionOf(footer, node);
    if (conversion === undefined) continue;
    const least = leastOf(footer, start + index, node);
    if (least === 'unknown') return 'no statistics show that its times are after the change of calendars';
    if (least === 'none' || least >= conversion.unchangedFrom) continue;
    (conversion.convert as (stored: number | bigint) => unknown)(least);
    return 'times of the Julian calendar';
  }
  return undefined;
}

function conversionOf(
  { times }: ParquetFooter,
  node: SchemaNode,
): TimeConversion<number> | TimeConversion<bigint> | undefined {
  const { kind } = meaningOf(node);
  // INT96 is decoded in any case.
  if (kind === 'DATE' && node.type === 'INT32') return times?.days;
  return kind === 'TIMESTAMP' && node.type === 'INT64' ? times?.int64 : undefined;
}

/** The least value of a leaf in the whole file, timestamps in nanoseconds; `none` when all are null. */
function leastOf(footer: ParquetFooter, leaf: number, node: SchemaNode): number | bigint | 'unknown' | 'none' {
  let least: number | bigint | 'none' = 'none';
  for (const { columns } of footer.rowGroups) {
    const chunk = columns[leaf]!;
    if (chunk.statistics?.nullCount === chunk.numValues || chunk.numValues === 0) continue;
    const bounds = trustedBounds(footer, leaf, chunk);
    const min = bounds && boundValue(bounds.min, node, { kind: node.type === 'INT32' ? 'INT' : 'BIGINT' });
    if (typeof min !== 'number' && typeof min !== 'bigint') return 'unknown';
    if (least === 'none' || min < least) least = min;
  }
  return least;
}
