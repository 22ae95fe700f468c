import type { HiveTable, StorageDescriptor } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import type { FileStorage } from '../formats/index.js';
import { parsePartitionValue } from '../lake/index.js';
import { localPath, resolveLocation, sourceFile, withinFolder } from '../stores/index.js';
import { withAvroSchema } from './avro-schema.js';
import { mapBounded } from './bounded.js';
import { collecting } from './collect.js';
import { LIST_CONCURRENCY } from './context.js';
import type { PlanContext } from './context.js';
import type { DescribedTable } from './describe-table.js';
import { requireTableColumns } from './partition-columns.js';
import type { PlannedPartition, Refusal } from './plan-types.js';
import { refusalOf, storageRefusals } from './refuse.js';
import { fileStorage, formatOf } from './source-format.js';

/** A directory of rows, not looked into yet. */
export type Location = Omit<PlannedPartition, 'missing'>;

/** The directories of a table, and how their files are stored, each way once. */
export interface Located {
  readonly partitions: readonly Location[];
  readonly storages: readonly FileStorage[];
}

/** The directories of a table: its own, or those of its partitions, each with its own storage checked. */
export async function findPartitions(
  ctx: PlanContext,
  described: DescribedTable,
  refusals: Refusal[],
): Promise<Located> {
  const { table, hiveTable } = described;
  const storages = new Map<string, { readonly index: number; readonly stored: FileStorage }>();
  const requireOutside = outside(ctx);
  const locate: Locate = (storage, parameters) => {
    const location = resolveLocation(ctx.sourceUrl, storage.location);
    requireOutside(location);
    const stored = fileStorage(storage, formatOf(storage)!, parameters);
    const key = JSON.stringify(stored);
    if (!storages.has(key)) storages.set(key, { index: storages.size, stored });
    return { location, storage: storages.get(key)!.index };
  };
  let partitions: Location[] = [];
  if (described.partitionKeys.length > 0) {
    try {
      partitions = await locatePartitions(ctx, described, locate, refusals);
    } catch (error) {
      refusals.push(refusalOf(error, { table }));
    }
  } else {
    const found = collecting(refusals, { table }, () => locate(hiveTable.storage, hiveTable.parameters));
    partitions = found === undefined ? [] : [{ values: [], ...found }];
  }
  const stored = [...storages.values()].map((entry) => entry.stored);
  return { partitions, storages: await completed(ctx, table, stored, refusals) };
}

type Locate = (storage: StorageDescriptor, parameters: HiveTable['parameters']) => Omit<Location, 'values'>;

async function locatePartitions(
  { metastore }: PlanContext,
  { table, hiveTable, partitionKeys }: DescribedTable,
  locate: Locate,
  refusals: Refusal[],
): Promise<Location[]> {
  const found: Location[] = [];
  for await (const page of metastore.partitions(hiveTable)) {
    for (const { values, storage, parameters } of page) {
      const partition = partitionKeys.map(({ name }, i) => `${name}=${values[i] ?? ''}`).join('/');
      const place = { table, partition };
      const against = storageRefusals(storage, place);
      refusals.push(...against);
      collecting(refusals, place, () => {
        partitionKeys.forEach(({ type }, i) => parsePartitionValue(values[i] ?? '', type));
        if (against.length > 0) return;
        requireTableColumns(formatOf(storage)!, hiveTable.storage.columns, storage.columns);
        found.push({ values, ...locate(storage, { ...hiveTable.parameters, ...parameters }) });
      });
    }
  }
  return found;
}

/**
 * What throws REFUSED for a directory within the target, as of a table that points there: what is written would come into the source.
 * Only folders of this machine can be both.
 */
function outside({ source, target, targetUrl }: PlanContext): (location: string) => void {
  if (!source.url.startsWith('file:') || !target.url.startsWith('file:')) return () => undefined;
  const isWithin = withinFolder(localPath(targetUrl));
  return (location) => {
    if (!isWithin(sourceFile(location))) return;
    throw new LakeliftError('REFUSED', 'its location is within the target', {
      file: sourceFile(location),
      next: 'give another --target, or exclude the table with --tables',
    });
  };
}

/** The storages with what only the source's files can tell of them. */
async function completed(
  { source, sourceUrl }: PlanContext,
  table: string,
  storages: readonly FileStorage[],
  refusals: Refusal[],
): Promise<FileStorage[]> {
  return mapBounded(storages, LIST_CONCURRENCY, async (storage) => {
    if (storage.format !== 'avro') return storage;
    try {
      return await withAvroSchema(storage, source, sourceUrl);
    } catch (error) {
      refusals.push(refusalOf(error, { table }));
      return storage;
    }
  });
}
