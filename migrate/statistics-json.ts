import type { ColumnStatistics, Scalar } from '../formats/index.js';
import { journaled } from './journal-error.js';

type ScalarJson =
  boolean | number | null | { readonly int: string } | { readonly bytes: string } | { readonly float: string };
interface ColumnJson {
  readonly nullCount?: number;
  readonly min?: ScalarJson;
  readonly max?: ScalarJson;
}

function encodeScalar(value: Scalar): ScalarJson {
  if (typeof value === 'bigint') return { int: value.toString() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  // JSON would turn NaN and the infinities into null, and -0 into 0.
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { float: Object.is(value, -0) ? '-0' : String(value) };
  }
  return value;
}

function decodeScalar(json: ScalarJson): Scalar {
  if (json === null || typeof json !== 'object') return json;
  if ('int' in json) return BigInt(json.int);
  if ('bytes' in json) return new Uint8Array(Buffer.from(json.bytes, 'base64'));
  return Number(json.float);
}

/** Column statistics as JSON text that gives back every value exactly, 64-bit integers and bytes included. */
export function encodeStatistics(statistics: ReadonlyMap<string, ColumnStatistics>): string {
  const columns = [...statistics].map(([name, column]): [string, ColumnJson] => [
    name,
    {
      ...(column.nullCount === undefined ? {} : { nullCount: column.nullCount }),
      ...(column.min === undefined ? {} : { min: encodeScalar(column.min) }),
      ...(column.max === undefined ? {} : { max: encodeScalar(column.max) }),
    },
  ]);
  return JSON.stringify(columns);
}

/** The inverse of `encodeStatistics`. */
export function decodeStatistics(text: string): Map<string, ColumnStatistics> {
  const columns = journaled<[string, ColumnJson][]>(text);
  return new Map(
    columns.map(([name, column]) => [
      name,
      {
        ...(column.nullCount === undefined ? {} : { nullCount: column.nullCount }),
        ...(column.min === undefined ? {} : { min: decodeScalar(column.min) }),
        ...(column.max === undefined ? {} : { max: decodeScalar(column.max) }),
      },
    ]),
  );
}
