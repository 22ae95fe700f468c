import type { Laid } from '../parquet/encode/laid-data.js';
import { putTimestamp } from '../parquet/encode/physical.js';
import type { Timestamp } from '../parquet/encode/physical.js';
import type { DataType } from '../types.js';
import { nearDecimal } from './decimals.js';
import { nearLong } from './integers.js';
import type { LazyParameters } from './lazy-parameters.js';
import type { FieldReader } from './reader.js';
import { common, isCommon } from './timestamps.js';

/** Lays the fields of a column in memory as Paimon stores their type, without a JavaScript value for each in the common case. */
export interface FieldLayer {
  /** Lays the value written in `bytes` from `from` up to `to` behind those before; false for null. Throws as the column's reader. */
  take(bytes: Buffer, from: number, to: number): boolean;
  laid(): Laid;
}

/** For up to `rows` fields, which `read` reads where they are not common; undefined for types whose values are not laid. */
export function fieldLayer(
  type: DataType,
  rows: number,
  read: FieldReader,
  { escape, patterns }: LazyParameters,
): FieldLayer | undefined {
  switch (type.kind) {
    case 'BOOLEAN':
      return new Numbers(new Uint8Array(rows), read);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'DATE':
      return new Numbers(new Int32Array(rows), read);
    case 'FLOAT':
      return new Numbers(new Float32Array(rows), read);
    case 'DOUBLE':
      return new Numbers(new Float64Array(rows), read);
    case 'BIGINT':
      return new Longs(rows, nearLong, read);
    case 'DECIMAL': {
      const near: NearReader = (bytes, from, to) => nearDecimal(bytes, from, to, type);
      if (type.precision > 18) return undefined;
      return type.precision <= 9 ? new Numbers(new Int32Array(rows), small(near, read)) : new Longs(rows, near, read);
    }
    case 'TIMESTAMP': {
      const near = patterns.length === 0 ? nearTimestamp(type) : () => undefined;
      return new Longs(rows, near, read, type);
    }
    case 'STRING':
      return new Texts(rows, Infinity, escape, read);
    case 'VARCHAR':
      return new Texts(rows, type.length, escape, read);
    default:
      return undefined;
  }
}

/** A whole number below 2^53 as it is stored, or null; undefined where only the column's reader knows. */
type NearReader = (bytes: Buffer, from: number, to: number) => number | null | undefined;

/** In the unit that Paimon stores; undefined for what is not common, too far from 1970 or too fine. */
function nearTimestamp({ precision }: Timestamp): NearReader {
  const perSecond = precision <= 3 ? 1e3 : 1e6;
  const unit = 1e9 / perSecond;
  return (bytes, from, to) => {
    if (!isCommon(bytes, from, to)) return undefined;
    const stored = common.seconds * perSecond + common.nanos / unit;
    return Number.isSafeInteger(stored) && common.nanos % unit === 0 ? stored : undefined;
  };
}

/** Bigints of a reader as numbers, which are exact. */
function small(near: NearReader, read: FieldReader): FieldReader {
  return (bytes, from, to) => {
    const value = near(bytes, from, to);
    if (value !== undefined) return value;
    const far = read(bytes, from, to);
    return far === null ? null : Number(far);
  };
}

/** Types whose values are numbers, or booleans as 0 and 1. */
class Numbers implements FieldLayer {
  #count = 0;

  constructor(
    private readonly values: Uint8Array | Int32Array | Float32Array | Float64Array,
    private readonly read: FieldReader,
  ) {}

  take(bytes: Buffer, from: number, to: number): boolean {
    const value = this.read(bytes, from, to);
    if (value === null) return false;
    this.values[this.#count++] = value as number;
    return true;
  }

  laid(): Laid {
    return this.values.subarray(0, this.#count);
  }
}

/** 64 bits, laid as two words. */
class Longs implements FieldLayer {
  readonly #values: BigInt64Array;
  readonly #words: Int32Array;
  #count = 0;

  constructor(
    rows: number,
    private readonly near: NearReader,
    private readonly read: FieldReader,
    private readonly timestamp?: Timestamp,
  ) {
    this.#values = new BigInt64Array(rows);
    this.#words = new Int32Array(this.#values.buffer);
  }

  take(bytes: Buffer, from: number, to: number): boolean {
    const near = this.near(bytes, from, to);
    if (near === null) return false;
    if (near === undefined) return this.#takeFar(this.read(bytes, from, to) as bigint | null);
    this.#words[2 * this.#count] = near;
    this.#words[2 * this.#count + 1] = Math.floor(near / 2 ** 32);
    this.#count += 1;
    return true;
  }

  #takeFar(value: bigint | null): boolean {
    if (value === null) return false;
    if (this.timestamp === undefined) this.#values[this.#count] = value;
    else putTimestamp(this.#words, this.#count, value, this.timestamp);
    this.#count += 1;
    return true;
  }

  laid(): Laid {
    return this.#values.subarray(0, this.#count);
  }
}

class Texts implements FieldLayer {
  readonly #offsets: Int32Array;
  #bytes: Buffer;
  #count = 0;
  #used = 0;

  constructor(
    rows: number,
    private readonly longest: number,
    private readonly escape: number | undefined,
    private readonly read: FieldReader,
  ) {
    this.#offsets = new Int32Array(rows + 1);
    this.#bytes = Buffer.allocUnsafeSlow(rows * 16);
  }

  take(bytes: Buffer, from: number, to: number): boolean {
    const length = to - from;
    this.#makeRoom(length);
    if (length > this.longest || !this.#copyPlain(bytes, from, to)) {
      const text = this.read(bytes, from, to) as Uint8Array;
      this.#makeRoom(text.length);
      this.#bytes.set(text, this.#used);
      this.#used += text.length;
    }
    this.#offsets[++this.#count] = this.#used;
    return true;
  }

  /** Copies a text of ASCII without escapes; false for another one. */
  #copyPlain(bytes: Buffer, from: number, to: number): boolean {
    const { escape } = this;
    const target = this.#bytes;
    let next = this.#used;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      if (byte >= 0x80 || byte === escape) return false;
      target[next++] = byte;
    }
    this.#used = next;
    return true;
  }

  #makeRoom(length: number): void {
    if (this.#used + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#used + length));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }

  laid(): Laid {
    return { bytes: this.#bytes.subarray(0, this.#used), offsets: this.#offsets.subarray(0, this.#count + 1) };
  }
}
