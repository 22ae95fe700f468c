import { LakeliftError } from '../../errors/error.js';
import { sameType, typeName } from '../../formats/index.js';
import type { DataType, Value } from '../../formats/index.js';
import { formatDay } from '../time.js';

/** A value that is not null, of one type as one of another. */
export type Cast = (value: NonNullable<Value>) => Value;

const INTEGERS = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT'];
const NANOS_PER_DAY = 86_400_000_000_000n;

/**
 * How values of a column's earlier type become those of its type today: undefined when they are the same. Of what
 * org.apache.paimon.casting.CastExecutors has, those are here that lose nothing; all others throw REFUSED.
 */
export function castOf(from: DataType, to: DataType): Cast | undefined {
  if (sameType(from, to)) return undefined;
  const cast = ofInteger(from, to) ?? ofDecimal(from, to) ?? ofText(from, to) ?? ofTime(from, to);
  if (cast === undefined) {
    throw new LakeliftError('REFUSED', `the column was ${typeName(from)} and is ${typeName(to)} now`, {
      next: 'compact the table by Spark or Flink, which writes its files anew, or read without the column (--columns)',
    });
  }
  return cast === SAME ? undefined : cast;
}

const SAME: Cast = (value) => value;

function ofInteger(from: DataType, to: DataType): Cast | undefined {
  if (from.kind === 'FLOAT' && to.kind === 'DOUBLE') return SAME;
  if (from.kind === 'BOOLEAN' && isLongText(to, 5)) return text;
  const [source, target] = [INTEGERS.indexOf(from.kind), INTEGERS.indexOf(to.kind)];
  if (source < 0) return undefined;
  if (target > source) return to.kind === 'BIGINT' ? (value) => BigInt(value as number) : SAME;
  // A double holds 53 bits, a float 24: integers of more would be rounded.
  if (to.kind === 'DOUBLE' && from.kind !== 'BIGINT') return SAME;
  if (to.kind === 'FLOAT' && source <= 1) return SAME;
  if (to.kind === 'DECIMAL' && to.precision - to.scale >= [3, 5, 10, 19][source]!) {
    const factor = 10n ** BigInt(to.scale);
    return (value) => BigInt(value as number | bigint) * factor;
  }
  return isLongText(to, 20) ? text : undefined;
}

function ofDecimal(from: DataType, to: DataType): Cast | undefined {
  if (from.kind !== 'DECIMAL' || to.kind !== 'DECIMAL') return undefined;
  if (to.scale < from.scale || to.precision - to.scale < from.precision - from.scale) return undefined;
  const factor = 10n ** BigInt(to.scale - from.scale);
  return (value) => (value as bigint) * factor;
}

function ofText(from: DataType, to: DataType): Cast | undefined {
  if (from.kind !== 'CHAR' && from.kind !== 'VARCHAR') return undefined;
  return isLongText(to, from.length) ? SAME : undefined;
}

function ofTime(from: DataType, to: DataType): Cast | undefined {
  if (from.kind === 'DATE' && to.kind === 'TIMESTAMP') return (value) => BigInt(value as number) * NANOS_PER_DAY;
  if (from.kind === 'DATE' && isLongText(to, 10))
    return (value) => encoder.encode(formatDay(value as number) ?? outside());
  const isTime = from.kind === 'TIMESTAMP' || from.kind === 'TIMESTAMP_LTZ';
  return isTime && to.kind === from.kind && to.precision >= from.precision ? SAME : undefined;
}

/** Whether a type takes texts of so many characters as they are. */
function isLongText(type: DataType, length: number): boolean {
  return type.kind === 'STRING' || (type.kind === 'VARCHAR' && type.length >= length);
}

const encoder = new TextEncoder();
const text: Cast = (value) => encoder.encode(String(value as number | bigint | boolean));

function outside(): never {
  throw new LakeliftError('REFUSED', 'a date outside of the years 1 to 9999 has no text');
}
