import { openWhole, rowFormat, RowDigest, storeByteSource, type Field, type FileStorage } from '../formats/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import type { PartitionPair } from './layout.js';
import type { Difference, LevelResult } from './model.js';
import { asDifference, eachOf } from './tolerate.js';

type Stores = { readonly source: SourceStore; readonly target: TargetStore };

export interface RowsResult {
  readonly result: LevelResult;
  readonly rows: { readonly source: number; readonly target: number };
}

/**
 * Level 3: an order-independent digest of every column and of whole rows, over the decoded values of both sides, per partition. A
 * partition that differs is narrowed to its columns and to the target files whose own inputs differ from them.
 */
export async function checkRows(
  stores: Stores,
  pairs: readonly PartitionPair[],
  columns: readonly Field[],
): Promise<RowsResult> {
  const differences: Difference[] = [];
  const total = { source: 0, target: 0 };
  let checked = 0;
  for (const pair of pairs) {
    const place = { partition: pair.path };
    const ofSource = new Map<string, RowDigest>();
    const ofTarget = new Map<string, RowDigest>();
    await eachOf(pair.sources, 4, async ({ path: file, length, storage }) => {
      await asDifference({ file, ...place }, differences, async () => {
        ofSource.set(file, await digestFile(stores.source, file, length, storage, columns));
      });
    });
    await eachOf(pair.live, 4, async ({ path: file, fileSize }) => {
      await asDifference({ file, ...place }, differences, async () => {
        ofTarget.set(file, await digestFile(stores.target, file, fileSize, LAKE_STORAGE, columns));
      });
    });
    const source = merge(ofSource.values());
    const target = merge(ofTarget.values());
    total.source += source.rows;
    total.target += target.rows;
    checked += columns.length + 1;
    const found = compareDigests(source, target, columns);
    if (found.length === 0) continue;
    differences.push(...found.map((difference) => ({ ...difference, ...place })));
    differences.push(...narrow(pair, ofSource, ofTarget, columns));
  }
  const result: LevelResult = { level: 3, name: 'rows', checked, differences };
  return { result, rows: total };
}

/** What lakelift writes. */
const LAKE_STORAGE: FileStorage = { format: 'parquet', properties: {} };

/** The digest of one file's rows, conformed to the table's columns. A 0-byte file, as Hive leaves them, has no rows. */
async function digestFile(
  store: Pick<SourceStore | TargetStore, 'read'>,
  path: string,
  length: number,
  storage: FileStorage,
  columns: readonly Field[],
): Promise<RowDigest> {
  const digest = new RowDigest();
  if (length === 0) return digest;
  const bytes = await openWhole(storeByteSource(store, path, length));
  const input = { bytes, path, storage, columns };
  for await (const batch of rowFormat(storage.format).read(input)) digest.add(batch);
  return digest;
}

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

function narrow(
  pair: PartitionPair,
  ofSource: ReadonlyMap<string, RowDigest>,
  ofTarget: ReadonlyMap<string, RowDigest>,
  columns: readonly Field[],
): Difference[] {
  return pair.outputs.flatMap(({ path: file, inputs }) => {
    const target = ofTarget.get(file);
    if (target === undefined) return [];
    const parts = inputs.flatMap((input) => ofSource.get(input) ?? []);
    const found = compareDigests(merge(parts), target, columns);
    return found.map((difference) => ({ ...difference, partition: pair.path, file }));
  });
}
