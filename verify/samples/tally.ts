import { bucketOf, bucketOfKey, rowKey } from './buckets.js';

/** Where a row lies: index of the file on its side, row within it from 0. */
export interface RowPlace {
  readonly file: number;
  readonly row: number;
}

/** How often a row is on each side, and where it was seen last. */
export interface TalliedRow {
  source: number;
  target: number;
  sourcePlace?: RowPlace;
  targetPlace?: RowPlace;
}

/**
 * The rows of some buckets, each told apart by its hash. When they are more than `most`, buckets are given up until they fit: samples
 * come from those that are left.
 */
export class RowTally {
  private readonly rows = new Map<string, TalliedRow>();

  constructor(
    private readonly buckets: Set<number>,
    private readonly most: number,
  ) {}

  add(hashes: Int32Array, side: 'source' | 'target', file: number, firstRow: number): void {
    for (let row = 0; row < hashes.length / 4; row++) {
      if (!this.buckets.has(bucketOf(hashes, row))) continue;
      const key = rowKey(hashes, row);
      const known = this.rows.get(key) ?? { source: 0, target: 0 };
      known[side] += 1;
      known[side === 'source' ? 'sourcePlace' : 'targetPlace'] = { file, row: firstRow + row };
      this.rows.set(key, known);
      if (this.rows.size > this.most) this.giveUp();
    }
  }

  /** Rows one side has more often than the other, at most `most`. */
  unequal(more: 'source' | 'target', most: number): TalliedRow[] {
    const less = more === 'source' ? 'target' : 'source';
    const found: TalliedRow[] = [];
    for (const row of this.rows.values()) {
      if (found.length === most) break;
      if (row[more] > row[less]) found.push(row);
    }
    return found;
  }

  /** How often a row is on each side, if it lies in one of the buckets. */
  of(key: string): TalliedRow | undefined {
    return this.rows.get(key);
  }

  private giveUp(): void {
    const kept = Math.floor(this.buckets.size / 2);
    if (kept === 0) return;
    for (const bucket of [...this.buckets].slice(kept)) this.buckets.delete(bucket);
    for (const key of this.rows.keys()) if (!this.buckets.has(bucketOfKey(key))) this.rows.delete(key);
  }
}
