import { LakeliftError } from '../errors/error.js';
import type { DataType, Scalar } from '../formats/index.js';
import { formatDay, parseDay, parseTimestamp, timestampParts } from './time.js';

const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__';
const INTEGER_BITS = { TINYINT: 8, SMALLINT: 16, INT: 32, BIGINT: 64 } as const;

/**
 * Throws REFUSED for a partition key type whose directory text depends on more than the value: floating point (Java's own digits),
 * time zones (the reader's zone), bytes and nested types.
 */
export function requirePartitionType(name: string, type: DataType): void {
  switch (type.kind) {
    case 'FLOAT':
    case 'DOUBLE':
    case 'TIMESTAMP_LTZ':
    case 'BYTES':
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      throw new LakeliftError('REFUSED', `a partition key of type ${type.kind} has no certain directory name`, {
        column: name,
        next: 'Exclude the table, or rewrite it with another partition key first.',
      });
    default:
  }
}

/**
 * A partition value from the text the Hive metastore keeps. `__HIVE_DEFAULT_PARTITION__` is null.
 * Throws REFUSED when the text is not exactly one value of the type: out of range, digits that would be cut, no such day.
 */
export function parsePartitionValue(raw: string, type: DataType): Scalar {
  if (raw === HIVE_NULL) return null;
  const value = parse(raw, type);
  if (value === undefined) {
    throw new LakeliftError('REFUSED', `the partition value '${raw}' is not exactly a ${type.kind}`, {
      partition: raw,
      next: 'Repair or drop the partition in Hive, or exclude the table.',
    });
  }
  return value;
}

function parse(raw: string, type: DataType): Scalar | undefined {
  switch (type.kind) {
    case 'STRING':
      return new TextEncoder().encode(raw);
    case 'CHAR':
    case 'VARCHAR':
      return [...raw].length <= type.length ? new TextEncoder().encode(raw) : undefined;
    case 'BOOLEAN':
      return /^(true|false)$/i.test(raw) ? raw.toLowerCase() === 'true' : undefined;
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT': {
      if (!/^[+-]?\d+$/.test(raw)) return undefined;
      const value = BigInt(raw.replace('+', ''));
      if (BigInt.asIntN(INTEGER_BITS[type.kind], value) !== value) return undefined;
      return type.kind === 'BIGINT' ? value : Number(value);
    }
    case 'DECIMAL':
      return parseDecimal(raw, type.precision, type.scale);
    case 'DATE':
      return parseDay(raw);
    case 'TIMESTAMP': {
      const nanos = parseTimestamp(raw);
      return nanos !== undefined && nanos % 10n ** BigInt(9 - type.precision) === 0n ? nanos : undefined;
    }
    default:
      requirePartitionType('', type);
      return undefined;
  }
}

function parseDecimal(raw: string, precision: number, scale: number): bigint | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(raw);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(scale))) return undefined;
  const unscaled = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  if (unscaled >= 10n ** BigInt(precision)) return undefined;
  return sign === '-' ? -unscaled : unscaled;
}

/**
 * A value as Paimon writes it into a directory name, before escaping. `legacy` is the table option partition.legacy-name, whose
 * default is true: days as a number and timestamps as java.time.LocalDateTime prints them.
 */
export function partitionValueText(value: Exclude<Scalar, null>, type: DataType, legacy: boolean): string {
  const text = valueText(value, type, legacy);
  if (text === undefined) {
    throw new LakeliftError('REFUSED', `the partition value ${String(value)} has no directory name as ${type.kind}`);
  }
  return text;
}

function valueText(value: Exclude<Scalar, null>, type: DataType, legacy: boolean): string | undefined {
  switch (type.kind) {
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return value instanceof Uint8Array ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(value) : undefined;
    case 'DECIMAL':
      return typeof value === 'bigint' ? decimalText(value, type.scale) : undefined;
    case 'DATE':
      if (typeof value !== 'number') return undefined;
      return legacy ? String(value) : formatDay(value);
    case 'TIMESTAMP':
      return typeof value === 'bigint' ? timestampText(value, type.precision, legacy) : undefined;
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return String(value);
    default:
      return undefined;
  }
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function timestampText(nanos: bigint, precision: number, legacy: boolean): string | undefined {
  const parts = timestampParts(nanos);
  if (parts === undefined) return undefined;
  const { date, time, fraction } = parts;
  if (!legacy) {
    let digits = fraction;
    while (digits.length > precision && digits.endsWith('0')) digits = digits.slice(0, -1);
    return digits === '' ? `${date} ${time}` : `${date} ${time}.${digits}`;
  }
  const short = fraction.replace(/^(000)?(000)?(000)?$/, '').replace(/(000){1,2}$/, '');
  if (short !== '') return `${date}T${time}.${short}`;
  return `${date}T${time.endsWith(':00') ? time.slice(0, 5) : time}`;
}
