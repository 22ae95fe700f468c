import { CanonicalWriter } from './canonical.js';
import { hash128 } from './hash128.js';
import type { Lanes } from './hash128.js';
import type { DecodedBatch, DecodedColumn } from './batch.js';
import { Sum128 } from './sum128.js';

export interface ColumnDigest {
  /** Sum modulo 2^128 of the hashes of the column's values, 32 hex digits. */
  readonly digest: string;
  readonly nulls: number;
}

interface ColumnState {
  readonly sum: Sum128;
  nulls: number;
}

const SEED: Lanes = [0x6c616b65, 0x6c696674, 0x726f7773, 0x64696773];

/**
 * An order-independent digest of rows: equal multisets of rows give equal digests whatever files, row groups and order they lie in;
 * a value lost, doubled, changed or moved to another row gives another one, but for an accident of 1 in 2^128.
 */
export class RowDigest {
  private rowCount = 0;
  private readonly states = new Map<string, ColumnState>();
  private readonly rowSum = new Sum128();
  private readonly writer = new CanonicalWriter();

  get rows(): number {
    return this.rowCount;
  }

  /** By column name. */
  get columns(): Map<string, ColumnDigest> {
    return new Map([...this.states].map(([name, { sum, nulls }]) => [name, { digest: sum.hex(), nulls }]));
  }

  /** Of whole rows: notices values that changed rows though no column changed. */
  get row(): string {
    return this.rowSum.hex();
  }

  /** Adds a batch's rows and returns their hashes, four lanes a row. */
  add(batch: DecodedBatch): Int32Array {
    const rows = this.begin(batch.rowCount);
    for (const column of batch.columns) rows.add(column);
    return rows.end();
  }

  /** Begins rows whose columns come one at a time, or in parts from a row on; `end` adds the rows and returns their hashes, four lanes a row. */
  begin(rowCount: number): {
    readonly add: (column: DecodedColumn, firstRow?: number) => void;
    readonly end: () => Int32Array;
  } {
    // Per row, the hash of all columns so far: each column's hash is seeded with it.
    const rowHashes = new Int32Array(rowCount * 4);
    for (let row = 0; row < rowCount; row++) rowHashes.set(SEED, row * 4);
    return {
      add: (column, firstRow = 0) => this.addColumn(column, rowHashes.subarray(firstRow * 4)),
      end: () => {
        for (let row = 0; row < rowCount; row++) this.rowSum.add(rowHashes, row * 4);
        this.rowCount += rowCount;
        return rowHashes;
      },
    };
  }

  private addColumn(column: DecodedColumn, rowHashes: Int32Array): void {
    const state = this.state(column.name);
    const hash = new Int32Array(4);
    const link = new DataView(new ArrayBuffer(32));
    const { writer } = this;
    column.forEach((value, row) => {
      if (value === null) state.nulls += 1;
      writer.reset();
      writer.value(value, column.type);
      writer.seal();
      hash128(writer.view, writer.length, SEED, hash, 0);
      state.sum.add(hash, 0);
      for (let lane = 0; lane < 4; lane++) {
        link.setInt32(lane * 4, rowHashes[row * 4 + lane]!, true);
        link.setInt32(16 + lane * 4, hash[lane]!, true);
      }
      hash128(link, 32, SEED, rowHashes, row * 4);
    });
  }

  /** Adds the rows another digest has seen. */
  merge(other: RowDigest): void {
    this.rowCount += other.rowCount;
    this.rowSum.merge(other.rowSum);
    for (const [name, { sum, nulls }] of other.states) {
      const state = this.state(name);
      state.sum.merge(sum);
      state.nulls += nulls;
    }
  }

  private state(name: string): ColumnState {
    const known = this.states.get(name);
    if (known !== undefined) return known;
    const state = { sum: new Sum128(), nulls: 0 };
    this.states.set(name, state);
    return state;
  }
}
