import { RowDigest, type Field } from '../../formats/index.js';
import { fileRows, type RowFile } from '../file-rows.js';
import { bucketOf, bucketOfKey, rowKey, SignedBuckets } from './buckets.js';
import type { RowSample } from './model.js';
import { pairSamples, type RowCounts, type Suspect } from './pair.js';
import { Positions, type SampleScope } from './scope.js';
import { showValue } from './show.js';
import { RowTally, type RowPlace } from './tally.js';

/** Rows told apart at the same time; some 100 bytes each. */
const MOST_ROWS = 250_000;

type Side = 'source' | 'target';

/** One row with its values as text, in the order of the columns. */
export interface FetchedRow {
  /** `path, row N`. */
  readonly place: string;
  readonly values: readonly string[];
  /** By its hash. */
  readonly key: string;
}

/**
 * Up to `most` rows that differ, named with their values. Both sides are read a few times: for sums that tell which rows, by buckets of
 * their hashes, differ at all; for the rows of some of these; for their values and those in the same place on the other side; and to see
 * whether these are wrong, too. Memory does not grow with the number of rows: it is the sums, `MOST_ROWS` hashes and one batch of rows.
 */
export async function findSamples(scope: SampleScope, columns: readonly Field[], most: number): Promise<RowSample[]> {
  const buckets = new SignedBuckets();
  const rows = { source: scope.sources.map(() => 0), target: scope.targets.map(() => 0) };
  await eachBatch(scope, columns, (hashes, side, file) => {
    buckets.add(hashes, side === 'source' ? 1 : -1);
    rows[side][file]! += hashes.length / 4;
  });
  const tally = new RowTally(buckets.pick(4 * most + 16, MOST_ROWS), MOST_ROWS);
  await eachBatch(scope, columns, (hashes, side, file, firstRow) => tally.add(hashes, side, file, firstRow));
  const missing = tally.unequal('source', most);
  const extra = tally.unequal('target', most);
  const positions = new Positions(scope, rows);
  const sources = missing.map((row) => row.sourcePlace!);
  const targets = extra.map((row) => row.targetPlace!);
  const besideTargets = targets.map((place) => positions.inSource(place));
  const besideSources = sources.map((place) => positions.inTarget(place));
  const fetchedSources = await fetchRows(scope.sources, columns, [...sources, ...besideTargets]);
  const fetchedTargets = await fetchRows(scope.targets, columns, [...targets, ...besideSources]);
  const counts = await countRows(scope, columns, tally, [...fetchedSources, ...fetchedTargets]);
  const suspects = (own: readonly (FetchedRow | undefined)[], beside: readonly (FetchedRow | undefined)[]): Suspect[] =>
    own.flatMap((row, i) => (row === undefined ? [] : [{ own: row, counterpart: beside[i] }]));
  return pairSamples(
    suspects(fetchedSources.slice(0, sources.length), fetchedTargets.slice(targets.length)),
    suspects(fetchedTargets.slice(0, targets.length), fetchedSources.slice(sources.length)),
    { names: columns.map(({ name }) => name), counts, aligned: positions.aligned, partition: scope.partition, most },
  );
}

async function eachBatch(
  scope: SampleScope,
  columns: readonly Field[],
  use: (hashes: Int32Array, side: Side, file: number, firstRow: number) => void,
): Promise<void> {
  for (const [side, files] of [
    ['source', scope.sources],
    ['target', scope.targets],
  ] as const) {
    for (const [index, file] of files.entries()) {
      let firstRow = 0;
      for await (const batch of fileRows(file, columns)) {
        use(new RowDigest().add(batch), side, index, firstRow);
        firstRow += batch.rowCount;
      }
    }
  }
}

/** The rows at some places of a side, in the order asked for; undefined where there is none. Files without such a place are not read. */
async function fetchRows(
  files: readonly RowFile[],
  columns: readonly Field[],
  places: readonly (RowPlace | undefined)[],
): Promise<(FetchedRow | undefined)[]> {
  const found = new Map<string, FetchedRow>();
  for (const [index, file] of files.entries()) {
    const wanted = new Set(places.flatMap((place) => (place?.file === index ? [place.row] : [])));
    if (wanted.size === 0) continue;
    for await (const { row, ...fetched } of pickRows(file, columns, wanted)) found.set(`${index}/${row}`, fetched);
  }
  return places.map((place) => (place === undefined ? undefined : found.get(`${place.file}/${place.row}`)));
}

async function* pickRows(
  file: RowFile,
  columns: readonly Field[],
  wanted: ReadonlySet<number>,
): AsyncGenerator<FetchedRow & { readonly row: number }> {
  let firstRow = 0;
  for await (const batch of fileRows(file, columns)) {
    const rows = [...wanted].filter((row) => row >= firstRow && row < firstRow + batch.rowCount);
    if (rows.length > 0) {
      const hashes = new RowDigest().add(batch);
      const values = new Map(rows.map((row) => [row - firstRow, [] as string[]]));
      for (const column of batch.columns) {
        column.forEach((value, at) => values.get(at)?.push(showValue(value, column.type)));
      }
      for (const [at, texts] of values) {
        const row = firstRow + at;
        yield { row, place: `${file.path}, row ${row}`, values: texts, key: rowKey(hashes, at) };
      }
    }
    firstRow += batch.rowCount;
  }
}

/** How often rows are on each side: as tallied, or counted in one more reading when some lie in buckets that were not tallied. */
async function countRows(
  scope: SampleScope,
  columns: readonly Field[],
  tally: RowTally,
  rows: readonly (FetchedRow | undefined)[],
): Promise<ReadonlyMap<string, RowCounts>> {
  const keys = [...new Set(rows.flatMap((row) => (row === undefined ? [] : [row.key])))];
  const counts = new Map(keys.flatMap((key): [string, RowCounts][] => (tally.of(key) ? [[key, tally.of(key)!]] : [])));
  const others = new Map(keys.filter((key) => !counts.has(key)).map((key) => [key, { source: 0, target: 0 }]));
  if (others.size === 0) return counts;
  const buckets = new Set([...others.keys()].map(bucketOfKey));
  await eachBatch(scope, columns, (hashes, side) => {
    for (let row = 0; row < hashes.length / 4; row++) {
      if (!buckets.has(bucketOf(hashes, row))) continue;
      const other = others.get(rowKey(hashes, row));
      if (other !== undefined) other[side] += 1;
    }
  });
  return new Map([...counts, ...others]);
}
