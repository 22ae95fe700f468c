import type { ColumnStatistics, DataType, Field, Scalar } from '../formats/index.js';
import { readBinaryRow } from './binary-row-reader.js';
import { writeBinaryRow } from './binary-row-writer.js';
import { truncatedMax, truncatedMin } from './truncate.js';

/** Paimon's SimpleStats as a manifest holds it. */
export interface SimpleStats {
  readonly minValues: Uint8Array;
  readonly maxValues: Uint8Array;
  /** null: unknown for all columns; a null element: unknown for that column. */
  readonly nullCounts: readonly (bigint | null)[] | null;
}

export interface EncodedStatistics extends SimpleStats {
  /** The columns the rows above hold; null when that is all of them. */
  readonly columns: readonly string[] | null;
}

/** Statistics over no column at all, as for the key of an append table. */
export const NO_STATISTICS: SimpleStats = {
  minValues: writeBinaryRow([], []),
  maxValues: writeBinaryRow([], []),
  nullCounts: [],
};

/**
 * Statistics of a file over all of `fields`; what is unknown, and nested columns, are null in the rows. Naming only the known columns
 * (`_VALUE_STATS_COLS`) would save bytes, but readers before Paimon 1.0 take the rows for whole ones and read beyond their end. A
 * minimum without its maximum is unknown. What is written may be wider than what was given, never narrower.
 */
export function encodeStatistics(
  fields: readonly Field[],
  statistics: ReadonlyMap<string, ColumnStatistics>,
): EncodedStatistics {
  const types = fields.map((field) => field.type);
  const known = fields.map((field) => (isScalarType(field.type) ? statistics.get(field.name) : undefined));
  const bounds = known.map((found, i) => (found === undefined ? UNKNOWN : widenedBounds(types[i]!, found)));
  return {
    minValues: writeBinaryRow(
      types,
      bounds.map((bound) => bound.min),
    ),
    maxValues: writeBinaryRow(
      types,
      bounds.map((bound) => bound.max),
    ),
    nullCounts: known.map((found) => (found?.nullCount === undefined ? null : BigInt(found.nullCount))),
    columns: null,
  };
}

/** The reverse of `encodeStatistics` for a file written under `fields`. Bounds that are null are unknown. */
export function decodeStatistics(fields: readonly Field[], encoded: EncodedStatistics): Map<string, ColumnStatistics> {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const columns = encoded.columns?.flatMap((name) => byName.get(name) ?? []) ?? fields;
  const types = columns.map((column) => column.type);
  const statistics = new Map<string, ColumnStatistics>();
  // Paimon writes rows of no fields where it collected nothing.
  if (isEmptyRow(encoded.minValues) || isEmptyRow(encoded.maxValues)) return statistics;
  // Columns that no schema has, such as _ROW_ID, are of no known type: then none of the row can be read.
  if (columns.length < (encoded.columns?.length ?? 0)) return statistics;
  const min = readBinaryRow(types, encoded.minValues);
  const max = readBinaryRow(types, encoded.maxValues);
  columns.forEach((column, index) => {
    const nullCount = encoded.nullCounts?.[index] ?? undefined;
    const found: ColumnStatistics = {
      ...(nullCount === undefined ? {} : { nullCount: Number(nullCount) }),
      ...(min[index] === null ? {} : { min: min[index]! }),
      ...(max[index] === null ? {} : { max: max[index]! }),
    };
    if (Object.keys(found).length > 0) statistics.set(column.name, found);
  });
  return statistics;
}

function isEmptyRow(row: Uint8Array): boolean {
  return row.subarray(0, 4).every((byte) => byte === 0);
}

function isScalarType(type: DataType): boolean {
  return type.kind !== 'ARRAY' && type.kind !== 'MAP' && type.kind !== 'ROW';
}

interface Bounds {
  readonly min: Scalar;
  readonly max: Scalar;
}

const UNKNOWN: Bounds = { min: null, max: null };

/** The bounds as they may be written: both, valid for the type and safe for Java's comparisons, or neither. */
function widenedBounds(type: DataType, { min, max }: ColumnStatistics): Bounds {
  if (min === undefined || min === null || max === undefined || max === null) return UNKNOWN;
  switch (type.kind) {
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR': {
      if (!(min instanceof Uint8Array) || !(max instanceof Uint8Array)) return UNKNOWN;
      const bounds = { min: truncatedMin(min), max: truncatedMax(max) };
      return bounds.min === undefined || bounds.max === undefined ? UNKNOWN : { min: bounds.min, max: bounds.max };
    }
    case 'BYTES':
      // Paimon keeps none for binary columns, so no reader is known to compare them well.
      return UNKNOWN;
    case 'FLOAT':
    case 'DOUBLE':
      if (typeof min !== 'number' || typeof max !== 'number' || Number.isNaN(min) || Number.isNaN(max)) return UNKNOWN;
      // Java orders -0.0 before 0.0, Parquet writers may not tell them apart.
      return { min: min === 0 ? -0 : min, max: max === 0 ? 0 : max };
    case 'DECIMAL': {
      if (typeof min !== 'bigint' || typeof max !== 'bigint') return UNKNOWN;
      const limit = 10n ** BigInt(type.precision);
      return min > -limit && max < limit ? { min, max } : UNKNOWN;
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return typeof min === 'bigint' && typeof max === 'bigint' ? wholeUnits(type.precision, min, max) : UNKNOWN;
    default:
      return { min, max };
  }
}

/** Rounds outwards to the unit of the type, as a coarse timestamp slot cannot hold more. */
function wholeUnits(precision: number, min: bigint, max: bigint): Bounds {
  const unit = 10n ** BigInt(9 - precision);
  const floor = (nanos: bigint): bigint => nanos - (((nanos % unit) + unit) % unit);
  return { min: floor(min), max: floor(max + unit - 1n) };
}
