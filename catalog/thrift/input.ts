import { Int64, TBinaryProtocol, TBufferedTransport } from 'thrift';

/** Where a value that may come again lay, and what it was. */
interface Seen {
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
}

/**
 * Reads the Thrift binary protocol from the bytes of one whole message, in place: thrift's own transport copies them, and a value that
 * comes again in a message becomes one object here (`repeated`). The bytes must be well formed, as `messageEnd` leaves them.
 */
export class Input extends TBinaryProtocol {
  readonly #bytes: Buffer;
  readonly #seen = new Map<unknown, Seen>();
  #position = 0;

  constructor(bytes: Buffer) {
    super(new TBufferedTransport(), true);
    this.#bytes = bytes;
  }

  override readByte(): number {
    return this.#bytes.readInt8(this.#skip(1));
  }

  override readI16(): number {
    return this.#bytes.readInt16BE(this.#skip(2));
  }

  override readI32(): number {
    return this.#bytes.readInt32BE(this.#skip(4));
  }

  override readI64(): Int64 {
    return new Int64(this.#bytes, this.#skip(8));
  }

  override readDouble(): number {
    return this.#bytes.readDoubleBE(this.#skip(8));
  }

  override readString(): string {
    const size = this.readI32();
    const start = this.#skip(size);
    return this.#bytes.toString('utf8', start, start + size);
  }

  override readBinary(): Buffer {
    const size = this.readI32();
    const start = this.#skip(size);
    return Buffer.from(this.#bytes.subarray(start, start + size));
  }

  /** The value of `read`, or the one it had under the same key before when the bytes are the same. Such values must not be changed. */
  repeated<T>(key: unknown, read: () => T): T {
    const seen = this.#seen.get(key);
    const start = this.#position;
    if (seen !== undefined) {
      const end = start + seen.end - seen.start;
      if (this.#bytes.compare(this.#bytes, seen.start, seen.end, start, Math.min(end, this.#bytes.length)) === 0) {
        this.#position = end;
        return seen.value as T;
      }
    }
    const value = read();
    this.#seen.set(key, { start, end: this.#position, value });
    return value;
  }

  #skip(count: number): number {
    this.#position += count;
    return this.#position - count;
  }
}
