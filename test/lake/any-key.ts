import fc from 'fast-check';
import type { DataType, Scalar } from '../../formats/index.js';

type Present = Exclude<Scalar, null>;

const signed = (bits: bigint): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n });
const text = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.string({ maxLength, unit: 'binary' }).map((value) => Buffer.from(value));

function decimal(precision: number, scale: number): [DataType, fc.Arbitrary<Present>] {
  const limit = 10n ** BigInt(precision) - 1n;
  return [{ kind: 'DECIMAL', precision, scale }, fc.bigInt({ min: -limit, max: limit })];
}

function timestamp(kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ', precision: number): [DataType, fc.Arbitrary<Present>] {
  const unit = 10n ** BigInt(9 - precision);
  return [{ kind, precision }, signed(62n).map((nanos) => (nanos / unit) * unit)];
}

/** Every type a key may have, with its values. */
export const KEY_TYPES: readonly (readonly [DataType, fc.Arbitrary<Present>])[] = [
  [{ kind: 'BOOLEAN' }, fc.boolean()],
  [{ kind: 'TINYINT' }, fc.integer({ min: -128, max: 127 })],
  [{ kind: 'SMALLINT' }, fc.integer({ min: -32768, max: 32767 })],
  [{ kind: 'INT' }, fc.integer()],
  [{ kind: 'BIGINT' }, signed(64n)],
  [{ kind: 'FLOAT' }, fc.float()],
  [{ kind: 'DOUBLE' }, fc.double()],
  [{ kind: 'STRING' }, text(30)],
  [{ kind: 'CHAR', length: 8 }, text(4)],
  [{ kind: 'VARCHAR', length: 40 }, text(20)],
  [{ kind: 'BYTES' }, fc.uint8Array({ maxLength: 20 })],
  [{ kind: 'DATE' }, fc.integer({ min: -100_000, max: 100_000 })],
  decimal(9, 2),
  decimal(18, 0),
  decimal(38, 10),
  timestamp('TIMESTAMP', 3),
  timestamp('TIMESTAMP', 6),
  timestamp('TIMESTAMP_LTZ', 6),
  timestamp('TIMESTAMP', 9),
];

/** A value as canon.py spells it. */
export function canonText(value: Present, { kind }: DataType): string {
  if (kind === 'FLOAT' || kind === 'DOUBLE') {
    const bytes = Buffer.alloc(kind === 'FLOAT' ? 4 : 8);
    if (kind === 'FLOAT') bytes.writeFloatBE(value as number);
    else bytes.writeDoubleBE(value as number);
    return bytes.toString('hex');
  }
  if (!(value instanceof Uint8Array)) return String(value);
  return Buffer.from(value).toString(kind === 'BYTES' ? 'hex' : 'utf8');
}

/** The inverse of `canonText`. */
export function canonValue(text: string, type: DataType): Present {
  switch (type.kind) {
    case 'BOOLEAN':
      return text === 'true';
    case 'FLOAT':
      return Buffer.from(text, 'hex').readFloatBE();
    case 'DOUBLE':
      return Buffer.from(text, 'hex').readDoubleBE();
    case 'BYTES':
      return Buffer.from(text, 'hex');
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return Buffer.from(text);
    case 'BIGINT':
    case 'DECIMAL':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return BigInt(text);
    default:
      return Number(text);
  }
}
