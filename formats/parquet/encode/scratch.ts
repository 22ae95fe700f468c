/** Larger memory is not kept for the next. */
const MOST_KEPT = 32 * 1024 * 1024;

/**
 * Memory for one piece of work after the other. V8 looks for garbage whenever some 32 MB of new memory came together, and marks all objects for
 * it, which took a third of the time of writing Parquet.
 */
export class Scratch {
  #buffer = new ArrayBuffer(0);

  /** At least this many bytes, of any content; valid until it is asked again. */
  take(bytes: number): ArrayBuffer {
    if (bytes <= this.#buffer.byteLength) return this.#buffer;
    const buffer = new ArrayBuffer(Math.min(Math.max(bytes, 2 * this.#buffer.byteLength), Math.max(bytes, MOST_KEPT)));
    if (bytes <= MOST_KEPT) this.#buffer = buffer;
    return buffer;
  }
}
