import type { DataType, Scalar } from '../types.js';
import { meaningOf } from './annotation.js';
import type { ColumnChunk, ParquetFooter, SchemaNode } from './metadata.js';
import { twosComplement } from '../twos-complement.js';

/** What writes `created_by` of files whose footer lakelift wrote. Form: parquet-mr's VersionParser. */
export const CREATED_BY = 'lakelift version 1 (build stitch)';

export interface RawBounds {
  readonly min: Uint8Array;
  readonly max: Uint8Array;
}

/**
 * Minimum and maximum of a chunk as raw bytes, when they can be relied on: the ordered pair where the footer declares the type's
 * order, the deprecated pair only for signed integers, for which its order was never in doubt. Floats count only from writers that
 * leave them out when a NaN was among the values. Source: parquet.thrift Statistics and ColumnOrder, PARQUET-251, PARQUET-1246.
 */
export function trustedBounds(footer: ParquetFooter, leaf: number, chunk: ColumnChunk): RawBounds | undefined {
  const { minValue, maxValue, legacyMin, legacyMax } = chunk.statistics ?? {};
  if (isFloat(chunk) && !knowsNaN(footer.createdBy)) return undefined;
  if (minValue !== undefined && maxValue !== undefined && footer.typeOrdered?.[leaf] === true) {
    return { min: minValue, max: maxValue };
  }
  const signed = chunk.type === 'INT32' || chunk.type === 'INT64';
  return signed && legacyMin !== undefined && legacyMax !== undefined ? { min: legacyMin, max: legacyMax } : undefined;
}

/** Whether a reader that trusts the chunk's statistics as they stand could lose rows: float bounds that ignore NaN. */
export function misleads(footer: ParquetFooter, chunk: ColumnChunk): boolean {
  const { minValue, maxValue, legacyMin, legacyMax } = chunk.statistics ?? {};
  const stated = [minValue, maxValue, legacyMin, legacyMax].some((bound) => bound !== undefined);
  return stated && isFloat(chunk) && !knowsNaN(footer.createdBy);
}

const isFloat = (chunk: ColumnChunk) => chunk.type === 'FLOAT' || chunk.type === 'DOUBLE';

function knowsNaN(createdBy: string | undefined): boolean {
  if (createdBy === CREATED_BY) return true;
  const version = /^parquet-mr version (\d+)\.(\d+)/.exec(createdBy ?? '');
  return version !== null && (Number(version[1]) > 1 || Number(version[2]) >= 10);
}

/** One raw bound as a value of `type`; undefined where its bytes do not make one. Timestamps become nanoseconds. */
export function boundValue(bytes: Uint8Array, node: SchemaNode, type: DataType): Scalar | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (node.type) {
    case 'BOOLEAN':
      return bytes.length === 1 ? bytes[0] === 1 : undefined;
    case 'INT32':
      if (bytes.length !== 4) return undefined;
      // A column that became BIGINT is one of four bytes in files of before.
      return isLong(type) ? BigInt(view.getInt32(0, true)) : view.getInt32(0, true);
    case 'INT64':
      return bytes.length === 8 ? view.getBigInt64(0, true) * nanosPerUnit(node) : undefined;
    case 'FLOAT':
      return bytes.length === 4 ? view.getFloat32(0, true) : undefined;
    case 'DOUBLE':
      return bytes.length === 8 ? view.getFloat64(0, true) : undefined;
    case 'FIXED_LEN_BYTE_ARRAY':
    case 'BYTE_ARRAY':
      return type.kind === 'DECIMAL' ? twosComplement(bytes) : bytes;
    default:
      return undefined;
  }
}

const isLong = ({ kind }: DataType): boolean => kind === 'DECIMAL' || kind === 'BIGINT';

const NANOS = { MILLIS: 1_000_000n, MICROS: 1_000n, NANOS: 1n } as const;

function nanosPerUnit(node: SchemaNode): bigint {
  const meaning = meaningOf(node);
  return meaning.kind === 'TIMESTAMP' ? NANOS[meaning.unit] : 1n;
}
