import { LakeliftError, placed } from '../errors/index.js';
import { physicalSignature, readFooter, storeByteSource } from '../formats/index.js';
import type { Field } from '../formats/index.js';
import { dataFileStorage, partitionPath, readTable, tablePath } from '../lake/index.js';
import type { LakeTable, LiveFile, TableSchema } from '../lake/index.js';
import { mapBounded } from '../migrate/index.js';
import type { TableName } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';
import type { CompactContext } from './model.js';
import { grouped } from './grouped.js';
import { newFileName } from './new-file-name.js';
import { bucketMerges } from './keyed-plan.js';
import { refuseOthers } from './refuse.js';
import { partitionFilter } from './where.js';

/** Several live files that become one. */
export interface Merge {
  readonly fileName: string;
  readonly inputs: readonly LiveFile[];
  /** The schema all inputs were written under, and the output is. */
  readonly schema: TableSchema;
  /** Of a primary-key table: all files of a bucket, whose rows are merged by key. */
  readonly keyed?: { readonly bucket: number; readonly level: number };
}

export interface CompactionPlan {
  readonly path: string;
  readonly lake: LakeTable;
  readonly merges: readonly Merge[];
}

/** Paimon's default of compaction.small-file-ratio: larger files are not worth being written again. */
const SMALL_SHARE = 0.7;
const FOOTERS_AT_ONCE = 16;

/**
 * Finds the files of a table that can be merged: small, of one partition, schema and physical form, in the order in which they came,
 * together not larger than the target size; of a primary-key table the files of each bucket that is not one sorted run. Throws REFUSED for
 * other tables, USAGE for a wrong filter.
 */
export async function planCompaction(
  ctx: Pick<CompactContext, 'target' | 'where' | 'targetFileSize' | 'signal'>,
  name: TableName,
): Promise<CompactionPlan> {
  const table = `${name.database}.${name.table}`;
  const path = tablePath(name.database, name.table);
  const lake = await readTable(ctx.target, path);
  if (lake === undefined) {
    throw new LakeliftError('REFUSED', 'the folder holds no table, or its migration has not ended', { table });
  }
  refuseOthers(lake, table);
  const isWanted = partitionFilter(lake.schema, ctx.where, table);
  if (lake.schema.primaryKeys.length > 0) {
    const wanted = lake.files.filter(({ partition }) => isWanted(partition));
    return { path, lake, merges: bucketMerges(lake, wanted) };
  }
  const small = lake.files.filter(
    ({ fileSize, partition }) => fileSize < SMALL_SHARE * ctx.targetFileSize && isWanted(partition),
  );
  const groups = [...grouped(small, (file) => `${partitionPath(lake.schema, file.partition)}\n${file.schemaId}`)];
  const merges: Merge[] = [];
  for (const group of groups) {
    if (group.length < 2) continue;
    ctx.signal?.throwIfAborted();
    const schema = lake.schemas.get(group[0]!.schemaId)!;
    merges.push(...(await mergesOf(ctx.target, schema, group, ctx.targetFileSize)));
  }
  return { path, lake, merges };
}

/** The columns a data file holds: partition columns are in the manifest. */
export function dataColumns(schema: TableSchema): Field[] {
  return schema.fields.filter(({ name }) => !schema.partitionKeys.includes(name));
}

async function mergesOf(
  target: TargetStore,
  schema: TableSchema,
  files: readonly LiveFile[],
  targetFileSize: number,
): Promise<Merge[]> {
  const columns = dataColumns(schema);
  const signatures = new Map<LiveFile, string>();
  await mapBounded(files, FOOTERS_AT_ONCE, async (file) => {
    signatures.set(file, await signatureOf(target, file, columns));
  });
  const alike = [...grouped(files, (file) => signatures.get(file)!)];
  return alike
    .flatMap((group) => packed(group, targetFileSize))
    .filter((inputs) => inputs.length > 1)
    .map((inputs) => ({ fileName: newFileName(), inputs, schema }));
}

/** Files of equal signature can be merged: column chunks of one form, or ORC files, whose rows are encoded anew. */
async function signatureOf(target: TargetStore, file: LiveFile, columns: readonly Field[]): Promise<string> {
  const { format } = dataFileStorage(file);
  if (format !== 'parquet') return format;
  try {
    return physicalSignature(await readFooter(storeByteSource(target, file.path, file.fileSize)), columns);
  } catch (error) {
    throw placed(error, { file: file.path });
  }
}

/** Files that follow each other stay together: what came at one time is mostly asked for together. */
function packed(files: readonly LiveFile[], targetFileSize: number): LiveFile[][] {
  const packs: LiveFile[][] = [];
  let bytes = Infinity;
  for (const file of files) {
    if (bytes + file.fileSize > targetFileSize) {
      packs.push([]);
      bytes = 0;
    }
    packs.at(-1)!.push(file);
    bytes += file.fileSize;
  }
  return packs;
}
