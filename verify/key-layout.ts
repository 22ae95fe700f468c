import { decodeColumns, openWhole, readFooter, SortKeyWriter, storeByteSource } from '../formats/index.js';
import type { DecodedBatch, Field, Scalar } from '../formats/index.js';
import { bucketOf, KEY_PREFIX, trimmedKey, type LakeTable, type LiveFile } from '../lake/index.js';
import type { TargetStore } from '../stores/index.js';
import type { Difference } from './model.js';
import { showScalar } from './scalar.js';

/**
 * Part of level 3: the rows of a file of a primary-key table are in the bucket of their keys and in their order, each key once, and the
 * key columns hold what the table's own do. Readers and later writers rely on it without looking. At most one difference of each kind.
 */
export async function misplacedKeys(
  target: TargetStore,
  { path, fileSize, schemaId, entry }: LiveFile,
  { schemas }: LakeTable,
): Promise<Difference[]> {
  const keys = trimmedKey(schemas.get(schemaId)!);
  const stored: Field[] = keys.map(({ name, type }) => ({ name: KEY_PREFIX + name, type }));
  const types = keys.map(({ type }) => type);
  const bytes = await openWhole(storeByteSource(target, path, fileSize));
  const found = new Map<string, Difference>();
  const tell = (message: string, key: readonly Scalar[]): void => {
    if (!found.has(message)) found.set(message, { message, actual: key.map(showScalar).join(', ') });
  };
  const writer = new SortKeyWriter();
  let before: Buffer | undefined;
  for await (const batch of decodeColumns(bytes, await readFooter(bytes), [...stored, ...keys])) {
    const columns = batch.columns.map((_, index) => valuesOf(batch, index));
    for (let row = 0; row < batch.rowCount; row++) {
      const key = keys.map((_, index): Scalar => columns[index]![row]!);
      const own = keys.map((_, index): Scalar => columns[keys.length + index]![row]!);
      if (key.includes(null)) {
        tell('a key is null', key);
        continue;
      }
      const sortKey = sortKeyOf(writer, key, types);
      if (own.includes(null) || !sortKey.equals(sortKeyOf(writer, own, types)))
        tell('the key columns differ from the row', key);
      if (before !== undefined && before.compare(sortKey) >= 0) tell('keys are not in their order, or come twice', key);
      if (bucketOf(types, key, entry.totalBuckets) !== entry.bucket)
        tell('a key lies in another bucket than its own', key);
      before = sortKey;
    }
  }
  return [...found.values()];
}

function sortKeyOf(writer: SortKeyWriter, key: readonly Scalar[], types: readonly Field['type'][]): Buffer {
  writer.reset();
  key.forEach((value, index) => writer.value(value!, types[index]!));
  return Buffer.from(writer.bytes);
}

function valuesOf(batch: DecodedBatch, index: number): Scalar[] {
  const values: Scalar[] = [];
  batch.columns[index]!.forEach((value) => values.push(value as Scalar));
  return values;
}
