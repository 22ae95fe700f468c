import { createHash } from 'node:crypto';
import { valueAt } from '../../formats/index.js';
import type { DataType, DecodedBatch, Value } from '../../formats/index.js';

/** What a reader says of a table; equal for all readers that see the same rows, in whatever order. */
export interface Sums {
  readonly rows: number;
  /** Sum of the hashes of whole rows, modulo 2^64. */
  readonly row: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** The sums of a table as the program that made golden/expected.json with Paimon's Java library counted them. */
export async function sumsOf(batches: AsyncIterable<DecodedBatch>): Promise<Sums> {
  let [rows, rowSum] = [0, 0n];
  const sums = new Map<string, bigint>();
  for await (const batch of batches) {
    const values = batch.columns.map(valueAt);
    for (let row = 0; row < batch.rowCount; row++) {
      const parts = batch.columns.map(({ type }, i) => canon(values[i]!(row), type));
      rowSum += hash(Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.of(0x1f), part]))));
      batch.columns.forEach(({ name }, i) => sums.set(name, (sums.get(name) ?? 0n) + hash(parts[i]!)));
    }
    rows += batch.rowCount;
  }
  const columns = Object.fromEntries([...sums].map(([name, sum]) => [name, text(sum)]));
  return { rows, row: text(rowSum), columns };
}

const text = (sum: bigint): string => String(BigInt.asUintN(64, sum));
const hash = (bytes: Buffer): bigint => createHash('md5').update(bytes).digest().readBigUInt64BE();

function canon(value: Value, type: DataType): Buffer {
  if (value === null) return Buffer.from('\0N');
  const list = value as readonly Value[];
  switch (type.kind) {
    case 'BOOLEAN':
      return Buffer.from(value === true ? 'b1' : 'b0');
    case 'FLOAT':
    case 'DOUBLE': {
      const bytes = Buffer.alloc(9, 'f');
      bytes.writeDoubleBE(value as number, 1);
      return bytes;
    }
    case 'DECIMAL':
      return Buffer.from(`d${decimal(value as bigint, type.scale)}`);
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
    case 'BYTES':
      return Buffer.concat([Buffer.from(type.kind === 'BYTES' ? 'x' : 's'), value as Uint8Array]);
    case 'DATE':
      return Buffer.from(`D${String(value as number)}`);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return Buffer.from(`t${(value as bigint) / 1000n - ((value as bigint) % 1000n < 0n ? 1n : 0n)}`);
    case 'ARRAY':
      return joined(
        '[',
        list.map((item) => canon(item, type.element)),
        ']',
      );
    case 'MAP': {
      if (list.length === 0) return Buffer.from('s\u0001emptymap');
      const pairs = (list as readonly (readonly Value[])[]).map(([key, item]) =>
        Buffer.concat([canon(key!, type.key), Buffer.from(':'), canon(item!, type.value)]),
      );
      return joined('{', pairs.sort(Buffer.compare), '}');
    }
    case 'ROW':
      return joined(
        '(',
        type.fields.map((field, i) => Buffer.concat([Buffer.from(`${field.name}=`), canon(list[i]!, field.type)])),
        ')',
      );
    default:
      return Buffer.from(`i${String(value as number | bigint)}`);
  }
}

function joined(open: string, parts: readonly Buffer[], close: string): Buffer {
  const between = parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from(','), part]));
  return Buffer.concat([Buffer.from(open), ...between, Buffer.from(close)]);
}

function decimal(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const fraction = scale === 0 ? '' : `.${digits.slice(point)}`;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`;
}
