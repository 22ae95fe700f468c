import { placed } from '../../errors/error.js';
import type { DataType, Scalar } from '../../formats/index.js';
import type { AvroRecord } from '../avro-schema.js';
import { readBinaryRow } from '../binary-row-reader.js';
import type { LiveFile } from '../read.js';

export type Key = readonly Scalar[];

/** The order of two values of one type as Java has it: null first, texts by their bytes, -0.0 below 0.0, NaN last. */
export function compareValues(a: Scalar, b: Scalar): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (a instanceof Uint8Array) return Buffer.compare(a, b as Uint8Array);
  if (a < b!) return -1;
  if (a > b!) return 1;
  if (typeof a !== 'number' || a === b) return a === 0 ? Number(Object.is(b, -0)) - Number(Object.is(a, -0)) : 0;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

export function compareKeys(a: Key, b: Key): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareValues(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

/** A data file of a primary-key table with the bounds of its keys. */
interface Bounded {
  readonly file: LiveFile;
  readonly min: Key;
  readonly max: Key;
}

/** Files of one bucket whose keys follow each other: read one after the other, they are sorted. */
export type SortedRun = readonly LiveFile[];

/**
 * Divides the files of a bucket into sections whose keys do not overlap, and each section into as few sorted runs as possible, so that
 * little is merged at a time. Source: org.apache.paimon.mergetree.compact.IntervalPartition.
 */
export function sectionsOf(files: readonly LiveFile[], types: readonly DataType[]): SortedRun[][] {
  const sorted = files
    .map((file) => boundsOf(file, types))
    .sort((a, b) => compareKeys(a.min, b.min) || compareKeys(a.max, b.max));
  const sections: Bounded[][] = [];
  let bound: Key | undefined;
  for (const next of sorted) {
    if (bound === undefined || compareKeys(next.min, bound) > 0) sections.push([]);
    sections.at(-1)!.push(next);
    if (bound === undefined || compareKeys(next.max, bound) > 0) bound = next.max;
  }
  return sections.map((section) => runsOf(section).map((run) => run.map(({ file }) => file)));
}

function runsOf(section: readonly Bounded[]): Bounded[][] {
  const runs: Bounded[][] = [];
  for (const next of section) {
    const run = runs.find((candidate) => compareKeys(next.min, candidate.at(-1)!.max) > 0);
    if (run === undefined) runs.push([next]);
    else run.push(next);
  }
  return runs;
}

function boundsOf(file: LiveFile, types: readonly DataType[]): Bounded {
  const record = file.entry.record['_FILE'] as AvroRecord;
  try {
    const [min, max] = ['_MIN_KEY', '_MAX_KEY'].map((name) => readBinaryRow(types, record[name] as Uint8Array));
    return { file, min: min!, max: max! };
  } catch (error) {
    throw placed(error, { file: file.path });
  }
}
