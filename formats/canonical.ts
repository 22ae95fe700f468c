import type { DataType, Scalar, Value } from './types.js';

const NULL = 0;
const PRESENT = 1;

/**
 * Writes values in one canonical form, for hashing: equal values give equal bytes and different values different ones, whatever file
 * they came from. All NaNs are one value; 0.0 and -0.0 are two.
 */
export class CanonicalWriter {
  private bytes = new Uint8Array(256);
  view = new DataView(this.bytes.buffer);
  length = 0;
  /** How far bytes may differ from zero. */
  private dirty = 0;

  /** Begins anew. */
  reset(): void {
    this.dirty = Math.max(this.dirty, this.length);
    this.length = 0;
  }

  /** What was written since `reset`; a view. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** Zeroes what is left of the last block of 16 bytes. */
  seal(): void {
    this.room(16);
    if (this.dirty > this.length) this.bytes.fill(0, this.length, this.dirty);
    this.dirty = this.length;
  }

  value(value: Value, type: DataType): void {
    if (value === null) return this.byte(NULL);
    this.byte(PRESENT);
    switch (type.kind) {
      case 'ARRAY':
        return this.items(value as readonly Value[], () => type.element);
      case 'MAP':
        this.size((value as readonly Value[]).length);
        for (const pair of value as readonly (readonly Value[])[]) {
          this.value(pair[0]!, type.key);
          this.value(pair[1]!, type.value);
        }
        return;
      case 'ROW':
        return this.items(value as readonly Value[], (index) => type.fields[index]!.type);
      default:
        return this.scalar(value as Exclude<Scalar, null>, type);
    }
  }

  private items(values: readonly Value[], typeOf: (index: number) => DataType): void {
    this.size(values.length);
    values.forEach((value, index) => this.value(value, typeOf(index)));
  }

  private scalar(value: Exclude<Scalar, null>, type: DataType): void {
    if (typeof value === 'boolean') return this.byte(value ? 1 : 0);
    if (typeof value === 'number') return this.number(value);
    if (typeof value === 'bigint') return this.bigint(value, isWide(type));
    this.size(value.length);
    this.room(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  private number(value: number): void {
    this.room(8);
    // A NaN read from a file keeps its payload.
    this.view.setFloat64(this.length, Number.isNaN(value) ? NaN : value, true);
    this.length += 8;
  }

  /** `wide`: as 128 bits, else 64. */
  private bigint(value: bigint, wide: boolean): void {
    this.room(16);
    this.view.setBigInt64(this.length, BigInt.asIntN(64, value), true);
    this.length += 8;
    if (!wide) return;
    this.view.setBigInt64(this.length, BigInt.asIntN(64, value >> 64n), true);
    this.length += 8;
  }

  private byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  private size(value: number): void {
    this.room(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  private room(count: number): void {
    if (this.length + count + 16 <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count + 16));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
    this.dirty = this.length;
  }
}

/** Whether values may need more than 64 bits: nanoseconds do outside of the years 1678 to 2262. */
export function isWide(type: DataType): boolean {
  if (type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ') return true;
  return type.kind === 'DECIMAL' && type.precision > 18;
}
