import { openWhole, readSourceFooter, RowDigest, storeByteSource, type Field } from '../formats/index.js';
import { dataFileStorage, type LakeTable, type LiveFile } from '../lake/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import { fileRows, type RowFile } from './file-rows.js';
import { digestLakeFile } from './lake-file.js';
import type { PartitionPair } from './layout.js';
import { misplacedKeys } from './key-layout.js';
import { lastOfEachKey, type Survivors } from './last-of-key.js';
import { digestMerged, isMerged } from './merged-rows.js';
import { mayMerge, type Difference, type LevelResult, type VerifyKey } from './model.js';
import { digestParquet } from './parquet-digest.js';
import { findSamples } from './samples/find.js';
import type { RowSample } from './samples/model.js';
import type { SampleScope } from './samples/scope.js';
import { asDifference, eachOf } from './tolerate.js';

type Stores = { readonly source: SourceStore; readonly target: TargetStore };

/** A primary-key table, whose rows are not always those of its files. */
export interface KeyedLake {
  readonly key: VerifyKey;
  readonly lake: LakeTable;
}

export interface RowsResult {
  readonly result: LevelResult;
  readonly rows: { readonly source: number; readonly target: number };
}

/**
 * Level 3: an order-independent digest of every column and of whole rows, over the decoded values of both sides, per partition. A
 * partition that differs is narrowed to its columns, to the target files whose own inputs differ from them, and to up to `mostSamples`
 * rows of the table. The statistics of each target file are held to its values. Of a primary-key table, of which several rows of the source
 * may have become one, the rows that are to be left are found anew.
 */
export async function checkRows(
  stores: Stores,
  pairs: readonly PartitionPair[],
  columns: readonly Field[],
  mostSamples: number,
  keyed?: KeyedLake,
): Promise<RowsResult> {
  const samples: RowSample[] = [];
  const differences: Difference[] = [];
  const key = keyed?.key;
  const total = { source: 0, target: 0 };
  let checked = 0;
  for (const pair of pairs) {
    const place = { partition: pair.path };
    const ofSource = new Map<string, RowDigest>();
    const ofTarget = new Map<string, RowDigest>();
    await eachOf(pair.sources, 4, async ({ path: file, length, storage }) => {
      await asDifference({ file, ...place }, differences, async () => {
        ofSource.set(file, await digestFile({ store: stores.source, path: file, length, storage }, columns));
      });
    });
    await eachOf(pair.live, 4, async (live) => {
      const { path: file } = live;
      await asDifference({ file, ...place }, differences, async () => {
        const { digest, denied } = await digestLakeFile(stores.target, live, columns);
        ofTarget.set(file, digest);
        const misplaced = keyed === undefined ? [] : await misplacedKeys(stores.target, live, keyed.lake);
        const told = [...denied, ...misplaced];
        differences.push(...told.map((difference) => ({ ...difference, file, ...place })));
      });
    });
    const source = merge(ofSource.values());
    const target = await digestOfTarget(stores.target, pair, ofTarget, columns, keyed, differences);
    total.source += source.rows;
    total.target += target.rows;
    checked += columns.length + 1;
    const found = compareDigests(source, target, columns);
    if (found.length === 0) continue;
    if (mayMerge(key) && ofSource.size === pair.sources.length) {
      const ordered = [...pair.sources].sort((a, b) => a.mtime - b.mtime || (a.path < b.path ? -1 : 1));
      const files = ordered.map(({ path, length, storage }) => ({ store: stores.source, path, length, storage }));
      const expected = await lastOfEachKey(files, columns, key, source.rows);
      differences.push(...compareSurvivors(expected, target).map((difference) => ({ ...difference, ...place })));
      continue;
    }
    differences.push(...found.map((difference) => ({ ...difference, ...place })));
    const narrowed = key !== undefined ? [] : narrow(pair, ofSource, ofTarget, columns);
    differences.push(...narrowed.map((difference) => ({ ...difference, ...place })));
    const left = mostSamples - samples.length;
    const files = filesToSearch(pair, new Set(narrowed.map(({ file }) => file)), ofSource, ofTarget);
    if (left > 0 && files !== undefined) samples.push(...(await findSamples(scopeOf(stores, files), columns, left)));
  }
  const found = samples.length === 0 ? {} : { samples };
  const result: LevelResult = { level: 3, name: 'rows', checked, differences, ...found };
  return { result, rows: total };
}

/** Of the rows of a partition as readers see them. */
async function digestOfTarget(
  target: TargetStore,
  pair: PartitionPair,
  ofFiles: ReadonlyMap<string, RowDigest>,
  columns: readonly Field[],
  keyed: KeyedLake | undefined,
  differences: Difference[],
): Promise<RowDigest> {
  if (keyed === undefined || isMerged(pair)) return merge(ofFiles.values());
  let digest = new RowDigest();
  await asDifference({ file: keyed.lake.path, partition: pair.path }, differences, async () => {
    digest = await digestMerged(target, keyed.lake, pair, columns);
  });
  return digest;
}

async function digestFile(file: RowFile, columns: readonly Field[]): Promise<RowDigest> {
  const { store, path, length, storage } = file;
  if (storage.format === 'parquet' && length > 0) {
    const bytes = await openWhole(storeByteSource(store, path, length));
    return digestParquet(bytes, await readSourceFooter(bytes, storage), columns);
  }
  const digest = new RowDigest();
  for await (const batch of fileRows(file, columns)) digest.add(batch);
  return digest;
}

const targetFile = ({ target: store }: Stores, live: LiveFile): RowFile => ({
  store,
  path: live.path,
  length: live.fileSize,
  storage: dataFileStorage(live),
});

function merge(parts: Iterable<RowDigest>): RowDigest {
  const all = new RowDigest();
  for (const part of parts) all.merge(part);
  return all;
}

function compareDigests(source: RowDigest, target: RowDigest, columns: readonly Field[]): Difference[] {
  const differences: Difference[] = [];
  if (source.rows !== target.rows) {
    differences.push({ message: 'row counts differ', expected: String(source.rows), actual: String(target.rows) });
  }
  if (source.rows === 0 && target.rows === 0) return differences;
  for (const { name: column } of columns) {
    const [a, b] = [source.columns.get(column), target.columns.get(column)];
    if (a?.digest === b?.digest && a?.nulls === b?.nulls) continue;
    const show = (side: typeof a): string => (side === undefined ? 'absent' : `${side.digest}, ${side.nulls} nulls`);
    differences.push({ message: 'values of a column differ', column, expected: show(a), actual: show(b) });
  }
  if (differences.length === 0 && source.row !== target.row) {
    const values = { expected: source.row, actual: target.row };
    differences.push({ message: 'the same values, but combined into different rows', ...values });
  }
  return differences;
}

function compareSurvivors(expected: Survivors, target: RowDigest): Difference[] {
  if (expected.rows !== target.rows) {
    const values = { expected: String(expected.rows), actual: String(target.rows) };
    return [{ message: 'the number of rows is not that of the keys in the source', ...values }];
  }
  if (expected.row === target.row) return [];
  const values = { expected: expected.row, actual: target.row };
  return [{ message: 'the rows are not those that count for their keys in the source', ...values }];
}

/** Differences of single planned target files against what they were made of. */
function narrow(
  pair: PartitionPair,
  ofSource: ReadonlyMap<string, RowDigest>,
  ofTarget: ReadonlyMap<string, RowDigest>,
  columns: readonly Field[],
): (Difference & { readonly file: string })[] {
  return pair.outputs.flatMap(({ path: file, inputs }) => {
    const target = ofTarget.get(file);
    const parts = inputs.map((input) => ofSource.get(input));
    // A file that cannot be read is told of already; compared without it, everything would differ.
    if (target === undefined || parts.includes(undefined)) return [];
    const found = compareDigests(merge(parts as RowDigest[]), target, columns);
    return found.map((difference) => ({ ...difference, file }));
  });
}

/**
 * Where to look for rows that differ: among the planned files that differ and what they were made of; else, when the table has other
 * files than planned, among all files of the partition, if all can be read.
 */
function filesToSearch(
  pair: PartitionPair,
  wrong: ReadonlySet<string>,
  ofSource: ReadonlyMap<string, RowDigest>,
  ofTarget: ReadonlyMap<string, RowDigest>,
): PartitionPair | undefined {
  if (wrong.size > 0) {
    const outputs = pair.outputs.filter(({ path }) => wrong.has(path));
    const inputs = new Set(outputs.flatMap((output) => output.inputs));
    const sources = pair.sources.filter(({ path }) => inputs.has(path));
    return { ...pair, outputs, sources, live: pair.live.filter(({ path }) => wrong.has(path)) };
  }
  const readable = ofSource.size === pair.sources.length && ofTarget.size === pair.live.length;
  return readable ? pair : undefined;
}

function scopeOf(stores: Stores, { path: partition, sources, live, outputs }: PartitionPair): SampleScope {
  const index = new Map(sources.map(({ path }, i) => [path, i]));
  const inputsOf = new Map(outputs.map(({ path, inputs }) => [path, inputs]));
  return {
    partition,
    sources: sources.map(({ path, length, storage }) => ({ store: stores.source, path, length, storage })),
    targets: live.map((file) => targetFile(stores, file)),
    inputs: live.map(({ path }) => (inputsOf.get(path) ?? []).flatMap((input) => index.get(input) ?? [])),
  };
}
