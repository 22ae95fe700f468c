import { LakeliftError } from '../../../errors/index.js';
import type { Column } from './methods.js';

/** The rows of an answer in columns. Throws CORRUPT for columns of different lengths. */
export function rowsOf(columns: readonly Column[]): unknown[][] {
  const all = columns.map(valuesOf);
  const rows = all[0]?.length ?? 0;
  if (all.some((values) => values.length !== rows)) {
    throw new LakeliftError('CORRUPT', 'HiveServer2 sent columns of different lengths');
  }
  return Array.from({ length: rows }, (_, row) => all.map((values) => values[row]));
}

function valuesOf(column: Column): unknown[] {
  const { bools, bytes, shorts, ints, longs, doubles, texts, binaries } = column;
  const found = bools ?? bytes ?? shorts ?? ints ?? longs ?? doubles ?? texts ?? binaries;
  if (found?.values === undefined) throw new LakeliftError('CORRUPT', 'HiveServer2 sent a column of no known type');
  const { nulls } = found;
  return found.values.map((value: unknown, row) => {
    // A bit a row from the least on; bytes that would have no bit set may be missing (TCLIService.thrift, TStringColumn).
    if (((nulls?.[row >> 3] ?? 0) >> (row & 7)) & 1) return null;
    if (Buffer.isBuffer(value)) return value.toString('hex');
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });
}
