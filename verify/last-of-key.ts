import { CanonicalWriter, compareScalars, RowDigest, Sum128 } from '../formats/index.js';
import type { DecodedBatch, Field, Scalar } from '../formats/index.js';
import { isDeletion } from '../lake/index.js';
import { fileRows, type RowFile } from './file-rows.js';
import type { VerifyKey } from './model.js';

/** Keys held in memory at a time; more are gone through in several passes over the source. */
const KEYS_AT_ONCE = 500_000;

/** The rows that are to be in a primary-key table: their number, and the digest of all of them as `RowDigest.row`. */
export interface Survivors {
  readonly rows: number;
  readonly row: string;
}

/** The best row of a key so far. */
interface Best {
  /** Values of the sequence fields. */
  readonly sequence: readonly Scalar[];
  /** Of the whole row: four lanes; missing when the row deletes its key. */
  readonly hash?: Int32Array;
}

/**
 * Of the rows of files, in the order of the files' times, the one of each key that counts: with the largest values of the sequence fields,
 * and of those the last; none where that one deletes its key. Found without sorting, by a table of the keys, so that it does not share a mistake with what wrote them. `rows` is how many there
 * are. Throws what reading throws.
 */
export async function lastOfEachKey(
  files: readonly RowFile[],
  columns: readonly Field[],
  key: VerifyKey,
  rows: number,
): Promise<Survivors> {
  const passes = Math.max(1, Math.ceil(rows / KEYS_AT_ONCE));
  const sum = new Sum128();
  let survivors = 0;
  for (let pass = 0; pass < passes; pass++) {
    const best = new Map<string, Best>();
    for (const file of files) {
      for await (const batch of fileRows(file, columns))
        keepBest(batch, key, best, (text) => passOf(text, passes) === pass);
    }
    for (const { hash } of best.values()) {
      if (hash === undefined) continue;
      sum.add(hash, 0);
      survivors += 1;
    }
  }
  return { rows: survivors, row: sum.hex() };
}

function keepBest(
  batch: DecodedBatch,
  key: VerifyKey,
  best: Map<string, Best>,
  isWanted: (key: string) => boolean,
): void {
  const hashes = new RowDigest().add(batch);
  const keys = keyTexts(batch, key.columns);
  const { opColumn } = key;
  const operations = opColumn === undefined ? [] : valuesOf(batch, opColumn);
  const sequences = key.sequenceFields.map((name) => valuesOf(batch, name));
  keys.forEach((text, row) => {
    if (!isWanted(text)) return;
    const sequence = sequences.map((values) => values[row] ?? null);
    const before = best.get(text);
    if (before !== undefined && isLess(sequence, before.sequence)) return;
    const isGone = opColumn !== undefined && isDeletion(operations[row]!, opColumn);
    best.set(text, { sequence, ...(isGone ? {} : { hash: hashes.slice(row * 4, row * 4 + 4) }) });
  });
}

/** The key of each row as text that is the same for equal keys only; partition keys are equal in all rows, and no data columns. */
function keyTexts(batch: DecodedBatch, names: readonly string[]): string[] {
  const columns = batch.columns.filter(({ name }) => names.includes(name));
  const texts = new Array<string>(batch.rowCount).fill('');
  const writer = new CanonicalWriter();
  for (const { type, forEach } of columns) {
    forEach((value, row) => {
      writer.reset();
      writer.value(value, type);
      texts[row] += Buffer.from(writer.written).toString('latin1');
    });
  }
  return texts;
}

function valuesOf(batch: DecodedBatch, name: string): Scalar[] {
  const values: Scalar[] = [];
  batch.columns.find((column) => column.name === name)?.forEach((value) => values.push(value as Scalar));
  return values;
}

/** By the first field that differs; null is less than every value, NaN more. */
function isLess(a: readonly Scalar[], b: readonly Scalar[]): boolean {
  for (const [index, value] of a.entries()) {
    const order = compare(value, b[index]!);
    if (order !== 0) return order < 0;
  }
  return false;
}

function compare(a: Scalar, b: Scalar): number {
  const rank = (value: Scalar): number => (value === null ? 0 : Number.isNaN(value) ? 2 : 1);
  if (rank(a) !== 1 || rank(b) !== 1) return rank(a) - rank(b);
  // Zeros of both signs are equal to compareScalars; Paimon has -0.0 first.
  if (a === 0 && b === 0) return Number(Object.is(b, -0)) - Number(Object.is(a, -0));
  return compareScalars(a, b) ?? 0;
}

function passOf(text: string, passes: number): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return (hash >>> 0) % passes;
}
