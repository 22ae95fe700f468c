import { compareScalars } from '../compare.js';
import type { ColumnStatistics, Field, Scalar } from '../types.js';
import { boundValue, trustedBounds } from './bounds.js';
import { findColumn } from './fit.js';
import type { ParquetFooter, RowGroup, SchemaNode } from './metadata.js';
import { leafSpans } from './metadata.js';

/**
 * What a footer says for certain of each column, over all row groups: null counts, and bounds where every row group with values has
 * trustworthy ones. A column the file lacks is null in every row. Nested columns have no statistics, bytes no bounds.
 */
export function fileStatistics(footer: ParquetFooter, columns: readonly Field[]): Map<string, ColumnStatistics> {
  const spans = leafSpans(footer.schema);
  const statistics = new Map<string, ColumnStatistics>();
  for (const field of columns) {
    const index = findColumn(footer.schema, field.name);
    if (index === undefined) {
      statistics.set(field.name, { nullCount: footer.rowCount });
      continue;
    }
    const node = footer.schema.children[index]!;
    if (node.type === undefined || node.repetition === 'REPEATED') continue;
    const leaf = spans[index]!.start;
    const nullCount = nullsOf(footer, leaf, node);
    const bounds = boundsOf(footer, leaf, node, field);
    if (nullCount === undefined && bounds === undefined) continue;
    statistics.set(field.name, { ...(nullCount === undefined ? {} : { nullCount }), ...bounds });
  }
  return statistics;
}

/** Which bounds of a column a row group states as exact. */
export interface ExactBounds {
  readonly min: boolean;
  readonly max: boolean;
}

/**
 * The bounds of a row group that are said to be values of it, so that readers may answer a minimum or maximum from them alone. Source:
 * parquet.thrift Statistics, is_min_value_exact and is_max_value_exact.
 */
export function exactBounds(
  footer: ParquetFooter,
  group: RowGroup,
  columns: readonly Field[],
): Map<string, ExactBounds> {
  const spans = leafSpans(footer.schema);
  const exact = new Map<string, ExactBounds>();
  for (const { name } of columns) {
    const index = findColumn(footer.schema, name);
    if (index === undefined || footer.schema.children[index]!.type === undefined) continue;
    const leaf = spans[index]!.start;
    const { minExact, maxExact } = group.columns[leaf]!.statistics ?? {};
    const isOrdered = footer.typeOrdered?.[leaf] === true;
    exact.set(name, { min: isOrdered && minExact === true, max: isOrdered && maxExact === true });
  }
  return exact;
}

function nullsOf(footer: ParquetFooter, leaf: number, node: SchemaNode): number | undefined {
  if (node.repetition === 'REQUIRED') return 0;
  let total = 0;
  for (const group of footer.rowGroups) {
    const nulls = group.rowCount === 0 ? 0 : group.columns[leaf]!.statistics?.nullCount;
    if (nulls === undefined) return undefined;
    total += nulls;
  }
  return total;
}

function boundsOf(
  footer: ParquetFooter,
  leaf: number,
  node: SchemaNode,
  field: Field,
): { min: Scalar; max: Scalar } | undefined {
  if (field.type.kind === 'BYTES') return undefined;
  let all: { min: Scalar; max: Scalar } | undefined;
  for (const group of footer.rowGroups) {
    const chunk = group.columns[leaf]!;
    if (group.rowCount === 0 || chunk.statistics?.nullCount === chunk.numValues) continue;
    const raw = trustedBounds(footer, leaf, chunk);
    if (raw === undefined) return undefined;
    const min = boundValue(raw.min, node, field.type);
    const max = boundValue(raw.max, node, field.type);
    if (min === undefined || max === undefined) return undefined;
    const [low, high] = all === undefined ? [min, max] : [lesser(min, all.min), greater(max, all.max)];
    if (low === undefined || high === undefined) return undefined;
    all = { min: low, max: high };
  }
  return all;
}

const lesser = (a: Scalar, b: Scalar): Scalar | undefined => ordered(compareScalars(a, b), a, b);
const greater = (a: Scalar, b: Scalar): Scalar | undefined => ordered(compareScalars(b, a), a, b);
const ordered = (order: number | undefined, first: Scalar, second: Scalar): Scalar | undefined =>
  order === undefined ? undefined : order < 0 ? first : second;
