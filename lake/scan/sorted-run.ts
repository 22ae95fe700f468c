import { LakeliftError } from '../../errors/error.js';
import { valueAt } from '../../formats/index.js';
import type { DecodedBatch, Scalar, Value } from '../../formats/index.js';
import { compareKeys, type Key } from './key-order.js';

/** Where in the batches of a run a merge finds what it decides by; all other columns are those of the table. */
export interface MergeColumns {
  /** Columns that are handed out. */
  readonly wanted: readonly number[];
  readonly key: readonly number[];
  /** Columns by which the table says which of two rows is newer, before their sequence numbers are asked. */
  readonly sequence: readonly number[];
  readonly sequenceNumber: number;
  readonly kind: number;
}

type ValueAt = (row: number) => Value;

/** Stands at one row after the other of a sorted run. */
export class RunCursor {
  key: Key = [];
  sequenceNumber = 0n;
  /** A ROW_KIND. */
  kind = 0;
  #columns: readonly ValueAt[] = [];
  #rows = 0;
  #row = 0;

  constructor(
    private readonly batches: AsyncGenerator<DecodedBatch>,
    private readonly places: MergeColumns,
  ) {}

  /** To the next row, if it is decoded already; false: `load` must be called. */
  step(): boolean {
    if (++this.#row >= this.#rows) return false;
    this.#take();
    return true;
  }

  /** To the first row of the next batch; false when there is none. */
  async load(): Promise<boolean> {
    const { done, value: batch } = await this.batches.next();
    if (done === true) return false;
    this.#columns = batch.columns.map(valueAt);
    this.#rows = batch.rowCount;
    this.#row = 0;
    this.#take();
    return true;
  }

  /** The columns that are handed out, in this row. */
  values(): Value[] {
    return this.places.wanted.map((index) => this.#columns[index]!(this.#row));
  }

  /** What the table's sequence fields hold in this row. */
  sequence(): Scalar[] {
    return this.places.sequence.map((index) => this.#columns[index]!(this.#row) as Scalar);
  }

  close(): Promise<unknown> {
    return this.batches.return(undefined);
  }

  #take(): void {
    const before = this.key;
    this.key = this.places.key.map((index) => this.#columns[index]!(this.#row) as Scalar);
    if (before.length > 0 && compareKeys(before, this.key) > 0) {
      throw new LakeliftError('CORRUPT', 'the rows of a data file are not sorted by their key');
    }
    this.sequenceNumber = this.#columns[this.places.sequenceNumber]!(this.#row) as bigint;
    this.kind = this.#columns[this.places.kind]!(this.#row) as number;
  }
}
