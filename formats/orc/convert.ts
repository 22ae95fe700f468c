import { padded, withinLength } from '../parquet/decode/char.js';
import { decimalConverter } from '../parquet/decode/decimal.js';
import { doesNotFit } from '../parquet/decode/leaf.js';
import type { DataType, Scalar } from '../types.js';
import type { OrcKind, OrcType } from './schema.js';

type Present = Exclude<Scalar, null>;
/** `same` is no conversion at all. */
export type Convert = ((value: Present) => Present) | 'same';
const same = 'same';

const INTEGERS: readonly OrcKind[] = ['BYTE', 'SHORT', 'INT', 'LONG'];
const TEXTS: readonly OrcKind[] = ['STRING', 'VARCHAR', 'CHAR'];
const BITS = { TINYINT: 8, SMALLINT: 16, INT: 32, BIGINT: 64 } as const;
const FILE_BITS: Partial<Record<OrcKind, number>> = { BYTE: 8, SHORT: 16, INT: 32, LONG: 64 };

/**
 * How a value of the file's type becomes one of the table's, as Hive's schema evolution does where nothing is lost; undefined where
 * there is no such way. The conversion throws REFUSED for a value that the table's type does not hold. Decimals come in the
 * table's scale already. Source: org.apache.orc.impl.ConvertTreeReaderFactory.
 */
export function conversion(file: OrcType, to: DataType): Convert | undefined {
  switch (to.kind) {
    case 'BOOLEAN':
      return file.kind === 'BOOLEAN' ? same : undefined;
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return INTEGERS.includes(file.kind) ? integerConversion(FILE_BITS[file.kind]!, to, BITS[to.kind]) : undefined;
    case 'FLOAT':
      return file.kind === 'FLOAT' ? same : undefined;
    case 'DOUBLE':
      if (file.kind === 'DOUBLE' || file.kind === 'FLOAT') return same;
      return ['BYTE', 'SHORT', 'INT'].includes(file.kind) ? same : undefined;
    case 'DECIMAL': {
      if (file.kind === 'DECIMAL') return same;
      if (!INTEGERS.includes(file.kind)) return undefined;
      const convert = decimalConverter(0, to);
      return (value) => convert(BigInt(value as number | bigint));
    }
    case 'STRING':
      if (INTEGERS.includes(file.kind)) return (value) => new TextEncoder().encode(String(value));
      return TEXTS.includes(file.kind) ? trimConversion(file) : undefined;
    case 'CHAR':
      return TEXTS.includes(file.kind) ? (value) => padded(value as Uint8Array, to.length) : undefined;
    case 'VARCHAR':
      return TEXTS.includes(file.kind) ? varcharConversion(file, to) : undefined;
    case 'BYTES':
      return file.kind === 'BINARY' ? same : undefined;
    case 'DATE':
      return file.kind === 'DATE' ? same : undefined;
    case 'TIMESTAMP':
      if (file.kind === 'DATE') return (days) => BigInt(days as number) * 86_400_000_000_000n;
      return file.kind === 'TIMESTAMP' ? same : undefined;
    case 'TIMESTAMP_LTZ':
      return file.kind === 'TIMESTAMP_INSTANT' ? same : undefined;
    default:
      return undefined;
  }
}

function integerConversion(fileBits: number, to: DataType, bits: number): Convert {
  if (bits === fileBits) return same;
  if (bits === 64) return (value) => BigInt(value as number);
  if (bits > fileBits) return same;
  const limit = 2 ** (bits - 1);
  return (value) => {
    const number = Number(value);
    if (number < -limit || number >= limit) throw doesNotFit(String(value), to);
    return number;
  };
}

/** CHAR is stored with or without its padding, and other types do not have it. */
const trimConversion = (file: OrcType): Convert => (file.kind === 'CHAR' ? trimmed : same);

function varcharConversion(file: OrcType, to: DataType & { kind: 'CHAR' | 'VARCHAR' }): Convert {
  if (file.maxLength !== undefined && file.maxLength <= to.length) return trimConversion(file);
  return (value) => withinLength(file.kind === 'CHAR' ? trimmed(value) : (value as Uint8Array), to);
}

function trimmed(value: Present): Uint8Array {
  const text = value as Uint8Array;
  let end = text.length;
  while (end > 0 && text[end - 1] === 0x20) end -= 1;
  return text.subarray(0, end);
}
