import { LakeliftError } from '../errors/error.js';

/** Reads the encodings of Hadoop's Writables from bytes in memory. Every reading throws CORRUPT when the bytes end early. */
export class WritableInput {
  private position = 0;

  /** `start`: where the bytes lie in the file, for messages. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
  ) {}

  /** Bytes read so far. */
  get read(): number {
    return this.position;
  }

  get done(): boolean {
    return this.position >= this.bytes.length;
  }

  /** A view of the next bytes. */
  raw(length: number): Uint8Array {
    const from = this.position;
    if (length < 0 || from + length > this.bytes.length) throw corruptSequence('ends early', this.start + from);
    this.position = from + length;
    return this.bytes.subarray(from, from + length);
  }

  boolean(): boolean {
    return this.raw(1)[0] !== 0;
  }

  /** Four bytes, big-endian. */
  int(): number {
    const [a, b, c, d] = this.raw(4) as unknown as [number, number, number, number];
    return (a << 24) | (b << 16) | (c << 8) | d;
  }

  /** One to nine bytes; more than 2^53 is never a length. Source: org.apache.hadoop.io.WritableUtils.readVLong. */
  vint(): number {
    const first = (this.raw(1)[0]! << 24) >> 24;
    if (first >= -112) return first;
    let value = 0;
    for (const byte of this.raw(first < -120 ? -120 - first : -112 - first)) value = value * 256 + byte;
    return first < -120 ? -1 - value : value;
  }

  /** The same for all 64 bits. */
  vlong(): bigint {
    const first = (this.raw(1)[0]! << 24) >> 24;
    if (first >= -112) return BigInt(first);
    let value = 0n;
    for (const byte of this.raw(first < -120 ? -120 - first : -112 - first)) value = (value << 8n) | BigInt(byte);
    return BigInt.asIntN(64, first < -120 ? ~value : value);
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.raw(this.bytes.length - this.position);
  }

  /** A length and as many bytes: Text, and the buffers of block compression. */
  sized(): Uint8Array {
    return this.raw(this.vint());
  }

  text(): string {
    return new TextDecoder().decode(this.sized());
  }
}

/** CORRUPT: the file cannot be right. */
export function corruptSequence(why: string, offset: number, cause?: unknown): LakeliftError {
  return new LakeliftError('CORRUPT', `the file's data ${why}`, {
    offset,
    next: 'restore the file from a copy, or leave its table out with --tables',
    ...(cause === undefined ? {} : { cause }),
  });
}
