import { TBinaryProtocol, TBufferedTransport } from 'thrift';
import type { Int64 } from 'thrift';

const FIRST_CHUNK = 4096;
const LARGEST_CHUNK = 1024 * 1024;
/** Bytes of the largest answer; about a million partitions. */
const MAX_ANSWER = 512 * 1024 * 1024;

/** The answer would not fit into memory; the client has to ask for less at a time. */
export class AnswerTooLarge extends Error {}

/** Writes the Thrift binary protocol into chunks: thrift's own transport keeps an object for every number. */
export class Output extends TBinaryProtocol {
  readonly #full: Buffer[] = [];
  #chunk = Buffer.allocUnsafe(FIRST_CHUNK);
  #used = 0;
  #fullBytes = 0;

  constructor() {
    super(new TBufferedTransport());
  }

  /** Everything written, in order. */
  chunks(): Buffer[] {
    return [...this.#full, this.#chunk.subarray(0, this.#used)];
  }

  get length(): number {
    return this.#fullBytes + this.#used;
  }

  override writeByte(value: number): void {
    this.#reserve(1);
    this.#used = this.#chunk.writeUInt8(value & 0xff, this.#used);
  }

  override writeBool(value: boolean): void {
    this.writeByte(value ? 1 : 0);
  }

  override writeI16(value: number): void {
    this.#reserve(2);
    this.#used = this.#chunk.writeInt16BE((value << 16) >> 16, this.#used);
  }

  override writeI32(value: number): void {
    this.#reserve(4);
    this.#used = this.#chunk.writeInt32BE(value | 0, this.#used);
  }

  override writeI64(value: number | Int64): void {
    this.#reserve(8);
    const whole = typeof value === 'number' ? BigInt(value) : value.buffer.readBigInt64BE(value.offset);
    this.#used = this.#chunk.writeBigInt64BE(whole, this.#used);
  }

  override writeDouble(value: number): void {
    this.#reserve(8);
    this.#used = this.#chunk.writeDoubleBE(value, this.#used);
  }

  override writeBinary(value: Buffer): void {
    this.writeI32(value.length);
    this.#reserve(value.length);
    this.#used += value.copy(this.#chunk, this.#used);
  }

  override writeString(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.writeI32(bytes);
    this.#reserve(bytes);
    this.#used += this.#chunk.write(value, this.#used);
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#chunk.length) return;
    if (this.length + bytes > MAX_ANSWER) throw new AnswerTooLarge();
    this.#full.push(this.#chunk.subarray(0, this.#used));
    this.#fullBytes += this.#used;
    this.#chunk = Buffer.allocUnsafe(Math.max(bytes, Math.min(this.#chunk.length * 4, LARGEST_CHUNK)));
    this.#used = 0;
  }
}
