import type { SourceFileStat } from '../stores/index.js';
import { inTimeOrder } from './keyed/plan.js';
import type { OutputFile, PlannedPartition, SourceFile, TablePlan } from './plan-types.js';

/** What of an earlier plan still holds, and what has to be looked into. */
export interface Kept {
  /** Source files as they were planned, by path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Outputs of those files, with the paths of their inputs. */
  readonly outputs: readonly { readonly output: OutputFile; readonly inputs: readonly string[] }[];
  /** Files that are new, or lie in a partition to be written anew. */
  readonly rest: readonly ScannedFile[];
  /** Partitions, by their index now, in which files were changed or removed: all of their files are in `rest`. */
  readonly rewritten: ReadonlySet<number>;
}

export interface ScannedFile {
  readonly stat: SourceFileStat;
  /** Index of its partition. */
  readonly partition: number;
}

type Placed = Pick<PlannedPartition, 'values' | 'storage'>;

/**
 * Compares a listing with an earlier plan (none: nothing is kept), partition by partition. Where files only came in, the old ones and their outputs are kept; where
 * one was changed or removed, is `outdated`, or the metastore describes them differently, the whole partition is planned anew; so it is where
 * the order of files counts and one came in that belongs before those that are there.
 */
export function keepUnchanged(
  earlier: TablePlan | undefined,
  { partitions, storages }: Pick<TablePlan, 'storages'> & { readonly partitions: readonly Placed[] },
  scanned: readonly ScannedFile[],
  outdated: ReadonlySet<string>,
): Kept {
  if (earlier === undefined) return { files: new Map(), outputs: [], rest: scanned, rewritten: new Set() };
  const now = new Map(scanned.map((file) => [file.stat.path, file]));
  const indexNow = new Map(partitions.map(({ values }, index) => [JSON.stringify(values), index]));
  const indexOf = (file: { readonly partition: number }): number | undefined =>
    indexNow.get(JSON.stringify(earlier.partitions[file.partition]!.values));
  const rewritten = new Set<number>();
  earlier.partitions.forEach(({ storage }, partition) => {
    const index = indexOf({ partition });
    if (index === undefined) return;
    const described = JSON.stringify(storages[partitions[index]!.storage]);
    if (described !== JSON.stringify(earlier.storages[storage])) rewritten.add(index);
  });
  for (const file of earlier.files) {
    const index = indexOf(file);
    const isAsItWas = index !== undefined && !outdated.has(file.path) && isSame(file, index, now.get(file.path));
    if (index !== undefined && !isAsItWas) rewritten.add(index);
  }
  if (isOrdered(earlier)) for (const index of outOfTime(earlier.files, scanned, indexOf)) rewritten.add(index);
  const files = new Map<string, SourceFile>();
  for (const file of earlier.files) {
    const index = indexOf(file);
    if (index !== undefined && !rewritten.has(index)) files.set(file.path, { ...file, partition: index });
  }
  const outputs = earlier.outputs.flatMap((output) => {
    const index = indexOf(output);
    if (index === undefined || rewritten.has(index)) return [];
    const inputs = output.inputs.map((input) => earlier.files[input]!.path);
    return [{ output: { ...output, partition: index }, inputs }];
  });
  return { files, outputs, rest: scanned.filter(({ stat }) => !files.has(stat.path)), rewritten };
}

/** Whether the last row of each key counts, so that the order of files does. */
const isOrdered = ({ key }: TablePlan): boolean => key?.duplicates === 'last' && key.sequenceFields.length === 0;

/** Partitions, by their index now, into which a file came that belongs before those that are there. */
function outOfTime(
  earlier: readonly SourceFile[],
  scanned: readonly ScannedFile[],
  indexOf: (file: SourceFile) => number | undefined,
): Set<number> {
  const known = new Set(earlier.map(({ path }) => path));
  const newest = new Map<number | undefined, SourceFile>();
  for (const file of earlier) {
    const index = indexOf(file);
    const before = newest.get(index);
    if (before === undefined || inTimeOrder(before, file) < 0) newest.set(index, file);
  }
  const late = scanned.filter(({ stat, partition }) => {
    const last = newest.get(partition);
    return !known.has(stat.path) && last !== undefined && inTimeOrder(stat, last) < 0;
  });
  return new Set(late.map(({ partition }) => partition));
}

/** Kept and newly read files together, in the order of the listing, and the outputs of both. */
export function withKept(
  kept: Kept,
  scanned: readonly ScannedFile[],
  read: readonly SourceFile[],
  grouped: readonly OutputFile[],
): { readonly files: SourceFile[]; readonly outputs: OutputFile[] } {
  const byPath = new Map([...kept.files, ...read.map((file) => [file.path, file] as const)]);
  const files = scanned.flatMap(({ stat }) => byPath.get(stat.path) ?? []);
  const indexOf = new Map(files.map(({ path }, index) => [path, index]));
  const outputs = [
    ...kept.outputs.map(({ output, inputs }) => ({ ...output, inputs: inputs.map((path) => indexOf.get(path)!) })),
    ...grouped.map((output) => ({ ...output, inputs: output.inputs.map((input) => indexOf.get(read[input]!.path)!) })),
  ];
  return { files, outputs };
}

function isSame(before: SourceFile, partition: number, now: ScannedFile | undefined): boolean {
  return (
    now !== undefined &&
    now.partition === partition &&
    now.stat.length === before.length &&
    now.stat.mtime === before.mtime &&
    now.stat.fileId === before.fileId
  );
}
