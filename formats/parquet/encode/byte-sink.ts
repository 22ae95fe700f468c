/** Bytes that are put together one after the other. */
export class ByteSink {
  #buffer = new Uint8Array(64 * 1024);
  #used = 0;

  get length(): number {
    return this.#used;
  }

  /** Bytes of memory that it holds. */
  get capacity(): number {
    return this.#buffer.length;
  }

  byte(value: number): void {
    if (this.#used === this.#buffer.length) this.#grow(1);
    this.#buffer[this.#used++] = value;
  }

  /** An unsigned number below 2^31. */
  varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** Leaves `count` bytes out, to be set later; returns where. */
  skip(count: number): number {
    this.#grow(count);
    this.#used += count;
    return this.#used - count;
  }

  /** Four bytes, the lowest first. */
  setInt32(at: number, value: number): void {
    for (let i = 0; i < 4; i++) this.#buffer[at + i] = (value >>> (8 * i)) & 0xff;
  }

  bytes(source: Uint8Array, from = 0, to = source.length): void {
    this.#grow(to - from);
    // A call for a few bytes takes longer than they do.
    if (to - from > 32) this.#buffer.set(source.subarray(from, to), this.#used);
    else for (let i = from, at = this.#used; i < to; i++) this.#buffer[at++] = source[i]!;
    this.#used += to - from;
  }

  /** The place of the next bytes, which are to be set there. */
  room(count: number): Uint8Array {
    const at = this.skip(count);
    return this.#buffer.subarray(at, at + count);
  }

  /** All so far, and begins anew; valid until the next byte is put. */
  take(): Uint8Array {
    const taken = this.#buffer.subarray(0, this.#used);
    this.#used = 0;
    return taken;
  }

  #grow(count: number): void {
    if (this.#used + count <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#used + count));
    larger.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = larger;
  }
}
