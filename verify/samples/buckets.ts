const LANES = 4;

/** Buckets of rows by their hash: 1 MiB of sums tell the buckets that differ from those that do not. */
const BUCKETS = 1 << 16;

/** The bucket of a row by its hash, the four lanes at an index of a batch's hashes. */
export function bucketOf(hashes: Int32Array, row: number): number {
  return hashes[row * LANES]! & (BUCKETS - 1);
}

/** A row's hash as a text: the key of a map. */
export function rowKey(hashes: Int32Array, row: number): string {
  return String.fromCharCode(...new Uint16Array(hashes.buffer, hashes.byteOffset + row * LANES * 4, LANES * 2));
}

/** The bucket of a row by its key: the low half of the first lane. */
export const bucketOfKey = (key: string): number => key.charCodeAt(0);

/**
 * Both sides' rows as one signed sum for each bucket: equal rows cancel out, whatever their order and number, so that a bucket of zeros
 * holds the same rows on both sides. Memory: fixed.
 */
export class SignedBuckets {
  private readonly sums = new Int32Array(BUCKETS * LANES);
  /** Rows of both sides. */
  rows = 0;

  /** Adds rows of the source (1) or takes away rows of the target (-1). */
  add(hashes: Int32Array, sign: 1 | -1): void {
    const rows = hashes.length / LANES;
    this.rows += rows;
    for (let row = 0; row < rows; row++) {
      const at = bucketOf(hashes, row) * LANES;
      for (let lane = 0; lane < LANES; lane++) {
        this.sums[at + lane] = (this.sums[at + lane]! + sign * hashes[row * LANES + lane]!) | 0;
      }
    }
  }

  differs(bucket: number): boolean {
    for (let lane = 0; lane < LANES; lane++) if (this.sums[bucket * LANES + lane] !== 0) return true;
    return false;
  }

  /** Up to `most` buckets that differ, fewer when they would hold more than about `mostRows` rows. */
  pick(most: number, mostRows: number): Set<number> {
    const perBucket = Math.max(1, this.rows / BUCKETS);
    const count = Math.max(1, Math.min(most, Math.floor(mostRows / perBucket)));
    const found = new Set<number>();
    for (let bucket = 0; bucket < BUCKETS && found.size < count; bucket++) if (this.differs(bucket)) found.add(bucket);
    return found;
  }
}
