import { LakeliftError } from '../../errors/index.js';
import { readRow } from '../../formats/index.js';
import type { Field, SortRecord, Value } from '../../formats/index.js';
import { NUMBER_BYTES, PAYLOAD_HEAD } from './collect.js';

/** The one row of its key. */
export interface Winner {
  readonly bucket: number;
  /** Its number in the order in which rows came. */
  readonly number: bigint;
  /** Of the data columns. */
  readonly values: readonly Value[];
  /** Rows with the same key that it stands for. */
  readonly superseded: number;
  /** In sorted form. */
  readonly bytes: number;
}

export interface WinnerRules {
  /** Data columns, in the order in which rows were written. */
  readonly columns: readonly Field[];
  /** Names of those that tell rows apart. */
  readonly key: readonly string[];
  /** Whether there are sequence fields to choose by. */
  readonly hasSequence: boolean;
  /** What becomes of rows that only their order tells apart. */
  readonly duplicates: 'refuse' | 'last';
}

/** A record that is kept while others are looked at. */
interface Held {
  readonly key: Buffer;
  readonly payload: Buffer;
  readonly keyLength: number;
  superseded: number;
  /** Another row has the same key and sequence, and other values. */
  tied: boolean;
}

/**
 * Of sorted records, as `collectRows` adds them, the last of each key. Throws REFUSED, with their number and one of them, when rows have
 * the key of others and neither a sequence field nor the user says which one counts.
 */
export function* winners(records: Iterable<SortRecord>, rules: WinnerRules): Generator<Winner> {
  let ambiguous = 0;
  let example: Held | undefined;
  for (const group of lastOfEachKey(records, rules.hasSequence)) {
    if (group.tied && rules.duplicates === 'refuse') {
      ambiguous += group.superseded;
      example ??= group;
    }
    // Once the table is refused, the others are only counted.
    if (example === undefined) yield winnerOf(group, rules.columns);
  }
  if (example !== undefined) throw ambiguity(ambiguous, winnerOf(example, rules.columns), rules);
}

function* lastOfEachKey(records: Iterable<SortRecord>, hasSequence: boolean): Generator<Held> {
  let held: Held | undefined;
  for (const record of records) {
    const next = copyOf(record);
    if (held !== undefined) {
      const isSame = next.keyLength === held.keyLength && equal(next.key, held.key, 0, next.keyLength, next.keyLength);
      if (isSame) {
        next.superseded = held.superseded + 1;
        next.tied = sameSequence(next, held) && (!hasSequence || held.tied || !next.payload.equals(held.payload));
      } else yield held;
    }
    held = next;
  }
  if (held !== undefined) yield held;
}

/** The buffers of `record` are used again. */
function copyOf({ key, payload }: SortRecord): Held {
  const copy = Buffer.from(payload);
  return { key: Buffer.from(key), payload: copy, keyLength: copy.readUInt32LE(0), superseded: 0, tied: false };
}

function sameSequence(a: Held, b: Held): boolean {
  return equal(a.key, b.key, a.keyLength, a.key.length - NUMBER_BYTES, b.key.length - NUMBER_BYTES);
}

const equal = (a: Buffer, b: Buffer, from: number, end: number, otherEnd: number): boolean =>
  a.compare(b, from, otherEnd, from, end) === 0;

function winnerOf({ key, payload, superseded }: Held, columns: readonly Field[]): Winner {
  return {
    bucket: key.readUInt32BE(0),
    number: key.readBigUInt64BE(key.length - NUMBER_BYTES),
    values: readRow(payload, PAYLOAD_HEAD, columns),
    superseded,
    bytes: payload.length,
  };
}

function ambiguity(rows: number, { values }: Winner, { columns, key, hasSequence }: WinnerRules): LakeliftError {
  const parts = key.map((name) => `${name}=${textOf(values[columns.findIndex((column) => column.name === name)]!)}`);
  const what = hasSequence ? 'the key and the sequence of another row, and other values' : 'the key of another row';
  return new LakeliftError('REFUSED', `${rows} rows of the partition have ${what}, for example ${parts.join(', ')}`, {
    next: 'name the column that orders them with --sequence-field, or keep the last one in the order of files with --duplicates last',
  });
}

function textOf(value: Value): string {
  return value instanceof Uint8Array ? JSON.stringify(Buffer.from(value).toString()) : String(value);
}
