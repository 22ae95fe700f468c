import { SortedRun } from './sorted-run.js';
import { mergeRuns } from './merge-runs.js';

/** Views that hold until the next record is asked for. */
export interface SortRecord {
  readonly key: Uint8Array;
  readonly payload: Uint8Array;
}

/** Lengths of key and payload, before both. */
const HEAD = 8;
const FIRST_BYTES = 1 << 20;

/**
 * Sorts records by their keys, compared byte by byte, in bounded memory: what is more than `memory` bytes goes in sorted runs to files
 * in `folder`, which have no name there, so that nothing is left of them however the process ends. Not for the main thread: files are
 * written and read synchronously.
 */
export class RecordSorter {
  #arena = Buffer.allocUnsafe(FIRST_BYTES);
  #used = 0;
  #offsets: number[] = [];
  readonly #runs: SortedRun[] = [];

  constructor(
    private readonly memory: number,
    private readonly folder: string,
  ) {}

  /** Adds a record whose payload `fill` writes at an offset of a buffer. */
  add(key: Uint8Array, payloadLength: number, fill: (target: Uint8Array, offset: number) => void): void {
    const length = HEAD + key.length + payloadLength;
    this.#room(length);
    const at = this.#used;
    this.#arena.writeUInt32LE(key.length, at);
    this.#arena.writeUInt32LE(payloadLength, at + 4);
    this.#arena.set(key, at + HEAD);
    fill(this.#arena, at + HEAD + key.length);
    this.#offsets.push(at);
    this.#used += length;
  }

  /** All records in order; once. Throws IO and NO_SPACE of the run files. */
  sorted(): Generator<SortRecord> {
    if (this.#runs.length === 0) return this.#inMemory();
    this.#spill();
    this.#arena = Buffer.alloc(0);
    return mergeRuns(this.#runs);
  }

  close(): void {
    for (const run of this.#runs) run.close();
  }

  #room(length: number): void {
    if (this.#used + length <= this.#arena.length) return;
    if (this.#used > 0 && this.#used + length > this.memory) this.#spill();
    if (this.#used + length <= this.#arena.length) return;
    const size = Math.max(Math.min(this.#arena.length * 2, this.memory), this.#used + length);
    const larger = Buffer.allocUnsafe(size);
    this.#arena.copy(larger, 0, 0, this.#used);
    this.#arena = larger;
  }

  *#inMemory(): Generator<SortRecord> {
    const arena = this.#arena;
    for (const at of this.#inOrder()) {
      const from = at + HEAD;
      const end = from + arena.readUInt32LE(at);
      yield { key: arena.subarray(from, end), payload: arena.subarray(end, end + arena.readUInt32LE(at + 4)) };
    }
  }

  #inOrder(): number[] {
    const arena = this.#arena;
    return this.#offsets.sort((a, b) => {
      const [from, other] = [a + HEAD, b + HEAD];
      return arena.compare(arena, other, other + arena.readUInt32LE(b), from, from + arena.readUInt32LE(a));
    });
  }

  #spill(): void {
    const run = new SortedRun(this.folder);
    this.#runs.push(run);
    for (const at of this.#inOrder()) {
      const length = HEAD + this.#arena.readUInt32LE(at) + this.#arena.readUInt32LE(at + 4);
      run.append(this.#arena.subarray(at, at + length));
    }
    run.finish();
    this.#offsets = [];
    this.#used = 0;
  }
}
