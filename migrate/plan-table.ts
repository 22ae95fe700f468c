import { pathToFileURL } from 'node:url';
import { hasPartitionGrants } from '../catalog/index.js';
import type { Annotations, HiveTable, StorageDescriptor } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import type { Field, FileStorage, Lane } from '../formats/index.js';
import { newTableSchema, parsePartitionValue } from '../lake/index.js';
import { isWithin, resolveLocation } from '../stores/index.js';
import { withAvroSchema } from './avro-schema.js';
import { mapBounded } from './bounded.js';
import type { PlanContext } from './context.js';
import { groupOutputs } from './group.js';
import { keepUnchanged, withKept } from './keep.js';
import type { Kept, ScannedFile } from './keep.js';
import { parseHiveType } from './hive-types.js';
import { bucketOutputs, identityOfKey, keyPlanOf, keyRefusals, sortedFiles } from './keyed/plan.js';
import { identityOf } from './identity.js';
import { requireTableColumns } from './partition-columns.js';
import { plainStorage, plainTable } from './plain-table.js';
import type { OutputFile, PlannedPartition, PlanTotals, Refusal, SourceFile, TablePlan } from './plan-types.js';
import { changed } from './changed.js';
import { withoutLonelyOrc } from './orc-together.js';
import { outdatedFiles } from './outdated.js';
import { NO_FILES, readFiles } from './read-files.js';
import type { ReadFiles } from './read-files.js';
import { refusalOf, storageRefusals, tableRefusals } from './refuse.js';
import { scanDirectory } from './scan.js';
import type { TableName } from './select.js';
import { fileStorage, formatOf } from './source-format.js';

const LIST_CONCURRENCY = 16;

/** What of a table is in the lake already. */
export interface Earlier {
  readonly plan: TablePlan;
  /** Larger in every later round of the table; makes the names of its outputs. */
  readonly round: number;
  /** Of a primary-key table: more than the number of any of its rows. */
  readonly sequenceFrom?: number;
}

/** Plans one table; everything that speaks against it is collected into `refusals`, never thrown. */
export async function planTable(ctx: PlanContext, name: TableName, earlier?: Earlier): Promise<TablePlan> {
  const table = `${name.database}.${name.table}`;
  const hiveDatabase = await ctx.metastore.getDatabase(name.database);
  const refusals: Refusal[] = [];
  const hiveTable = await readTableEntry(ctx, name, refusals);
  if (refusals.length === 0) refusals.push(...tableRefusals(hiveTable));
  const collect = <T>(place: Refusal['place'], work: () => T): T | undefined =>
    collecting(refusals, { table, ...place }, work);
  const columns = fieldsOf(hiveTable.storage.columns, collect);
  const partitionKeys = fieldsOf(hiveTable.partitionKeys, collect);
  const request = ctx.primaryKeys?.get(table.toLowerCase());
  if (refusals.length === 0) {
    const primaryKey = request === undefined ? {} : { primaryKey: keyPlanOf(request, []) };
    collect({}, () => newTableSchema({ columns, partitionKeys, timeMillis: 0, ...primaryKey }));
  }
  const stored: FileStorage[] = [];
  const found = refusals.length === 0 ? await findPartitions(ctx, hiveTable, partitionKeys, stored, refusals) : [];
  if (request !== undefined) refusals.push(...keyRefusals(table, request, columns, partitionKeys, found));
  const storages = await completed(ctx, table, stored, refusals);
  const scanned = refusals.length === 0 ? await scanAll(ctx, table, found, refusals, earlier?.plan) : EMPTY_SCAN;
  const storageOf = (partition: number): FileStorage => storages[found[partition]!.storage]!;
  const outdated = await outdatedFiles(ctx, earlier?.plan, columns, scanned.files);
  const kept = keepUnchanged(earlier?.plan, { partitions: found, storages }, scanned.files, outdated);
  const looked =
    refusals.length === 0 ? await readFiles(ctx, table, kept.rest, storageOf, columns, refusals) : NO_FILES;
  const read = withoutLonelyOrc(looked, ctx.targetFileSize);
  requireWhole(read.waiting, kept, table);
  const refused = refusals.length > 0;
  const partitions = found.map((partition, index) => ({ ...partition, missing: scanned.missing.has(index) }));
  const key = request === undefined ? undefined : keyPlanOf(request, read.files);
  const keyedRound = earlier && { sequenceFrom: 0, ...earlier, rewritten: kept.rewritten };
  const readable = key === undefined ? read.files : sortedFiles(read.files);
  const group = (): OutputFile[] =>
    key === undefined
      ? groupOutputs(table, readable, read.signatures, ctx.targetFileSize, earlier && [earlier.round, columns])
      : bucketOutputs(table, key, partitions, readable, keyedRound);
  const { files, outputs } = withKept(kept, scanned.files, readable, refused ? [] : group());
  const sourceId = identityOf([
    [ctx.source.url, table, columns, partitionKeys, partitions.map(({ values, location }) => [values, location])],
    found.map(({ storage }) => storages[storage]),
    files.map(({ path, length, mtime, fileId }) => [path, length, mtime, fileId ?? null]),
    ...(request === undefined ? [] : [identityOfKey(request)]),
  ]);
  const annotations = refused ? undefined : await annotationsOf(ctx, hiveTable, sourceId, earlier?.plan);
  return {
    id: identityOf([sourceId, ctx.target.url, ctx.targetFileSize, ...(ctx.orc === 'convert' ? [ctx.orc] : [])]),
    sourceId,
    database: name.database,
    table: name.table,
    status: refused ? 'refused' : 'planned',
    refusals,
    columns,
    partitionKeys,
    ...(key === undefined ? {} : { key }),
    partitions,
    storages,
    files,
    emptyFiles: scanned.emptyFiles,
    ...(read.waiting.length === 0 ? {} : { waiting: read.waiting.map(({ path, mtime }) => ({ path, mtime })) }),
    outputs,
    totals: totalsOf(files, outputs, partitions.length),
    plannedAt: Date.now(),
    hiveTable,
    hiveDatabase,
    ...(annotations === undefined ? {} : { annotations }),
  };
}

/** Many calls of the metastore; a round that finds the source as it was has no use for the answers, and asks nothing. */
async function annotationsOf(
  ctx: PlanContext,
  hiveTable: HiveTable,
  sourceId: string,
  before: TablePlan | undefined,
): Promise<Annotations | undefined> {
  if (before?.sourceId === sourceId) return before.annotations;
  const annotations = await ctx.metastore.annotations(hiveTable);
  if (!hasPartitionGrants(hiveTable.parameters)) return annotations;
  return { ...annotations, notRead: [...annotations.notRead, 'grants on partitions: Paimon has no rows for them'] };
}

/** Throws SOURCE_CHANGED when a file is being written in a partition that is planned anew: without it, rows would be missing meanwhile. */
function requireWhole(waiting: ReadFiles['waiting'], { rewritten }: Kept, table: string): void {
  const open = waiting.find(({ partition }) => rewritten.has(partition));
  if (open !== undefined) throw changed(open.path, 'it is being written').at({ table });
}

/** The metastore's entry; when the metastore itself refuses the table (an inferred schema may clash), an entry without columns. */
async function readTableEntry(ctx: PlanContext, name: TableName, refusals: Refusal[]): Promise<HiveTable> {
  try {
    return await ctx.metastore.getTable(name.database, name.table);
  } catch (error) {
    refusals.push(refusalOf(error, { table: `${name.database}.${name.table}` }));
    return plainTable(name.database, name.table, plainStorage('parquet', '', []), []);
  }
}

type Collect = <T>(place: Refusal['place'], work: () => T) => T | undefined;
type Location = Omit<PlannedPartition, 'missing'>;

/** Runs work; REFUSED and CORRUPT become a refusal of the table, everything else is thrown on. */
function collecting<T>(refusals: Refusal[], place: Refusal['place'], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    refusals.push(refusalOf(error, place));
    return undefined;
  }
}

function fieldsOf(columns: HiveTable['partitionKeys'], collect: Collect): Field[] {
  return columns.flatMap((column) => {
    const type = collect({ column: column.name }, () => parseHiveType(column.type));
    if (type === undefined) return [];
    const { comment } = column;
    return [{ name: column.name.toLowerCase(), type, ...(comment === undefined ? {} : { comment }) }];
  });
}

/** The directories of a table: its own, or those of its partitions, each with its own storage checked. */
async function findPartitions(
  ctx: PlanContext,
  table: HiveTable,
  keys: readonly Field[],
  storages: FileStorage[],
  refusals: Refusal[],
): Promise<Location[]> {
  const name = `${table.database}.${table.name}`;
  const known = new Map<string, number>();
  const located = (storage: StorageDescriptor, parameters: HiveTable['parameters']): Omit<Location, 'values'> => {
    const location = resolveLocation(ctx.sourceUrl, storage.location);
    requireOutside(ctx, location);
    const stored = fileStorage(storage, formatOf(storage)!, parameters);
    const key = JSON.stringify(stored);
    if (!known.has(key)) known.set(key, storages.push(stored) - 1);
    return { location, storage: known.get(key)! };
  };
  if (keys.length === 0) {
    const found = collecting(refusals, { table: name }, () => located(table.storage, table.parameters));
    return found === undefined ? [] : [{ values: [], ...found }];
  }
  const found: Location[] = [];
  for await (const page of ctx.metastore.partitions(table)) {
    for (const { values, storage, parameters } of page) {
      const place = { table: name, partition: keys.map((key, i) => `${key.name}=${values[i] ?? ''}`).join('/') };
      const against = storageRefusals(storage, place);
      refusals.push(...against);
      collecting(refusals, place, () => {
        keys.forEach((key, i) => parsePartitionValue(values[i] ?? '', key.type));
        if (against.length > 0) return;
        requireTableColumns(formatOf(storage)!, table.storage.columns, storage.columns);
        found.push({ values, ...located(storage, { ...table.parameters, ...parameters }) });
      });
    }
  }
  return found;
}

/** Throws REFUSED for a directory within the target, as of a table that points there: what is written would come into the source. */
function requireOutside({ source, target }: PlanContext, location: string): void {
  if (!source.url.startsWith('file:') || !isWithin(pathToFileURL(`/${location}`).href, target.url)) return;
  throw new LakeliftError('REFUSED', 'its location is within the target', {
    file: location,
    next: 'give another --target, or exclude the table with --tables',
  });
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

interface Scan {
  readonly files: readonly ScannedFile[];
  readonly emptyFiles: readonly string[];
  readonly missing: ReadonlySet<number>;
}
const EMPTY_SCAN: Scan = { files: [], emptyFiles: [], missing: new Set() };

async function scanAll(
  ctx: PlanContext,
  table: string,
  partitions: readonly Location[],
  refusals: Refusal[],
  earlier: TablePlan | undefined,
): Promise<Scan> {
  const owners = new Map<string, number>();
  partitions.forEach(({ location }, index) => {
    if (owners.has(location)) {
      refusals.push({ reason: 'two partitions share one directory', place: { table, file: location } });
    }
    owners.set(location, index);
  });
  const directories = partitions.map(({ location }) => location);
  const unchanged = earlier && (await ctx.unchanged?.(earlier, directories));
  const scans = await mapBounded(partitions, LIST_CONCURRENCY, async ({ location }) => {
    ctx.signal?.throwIfAborted();
    try {
      return unchanged?.get(location) ?? (await scanDirectory(ctx.source, location));
    } catch (error) {
      refusals.push(refusalOf(error, { table, file: location }));
      return { files: [], emptyFiles: [], missing: false };
    }
  });
  return {
    files: scans.flatMap((scan, partition) => scan.files.map((stat) => ({ stat, partition }))),
    emptyFiles: scans.flatMap((scan) => scan.emptyFiles),
    missing: new Set(scans.flatMap((scan, index) => (scan.missing ? [index] : []))),
  };
}

function totalsOf(files: readonly SourceFile[], outputs: readonly OutputFile[], partitions: number): PlanTotals {
  const lanes: Record<Lane, number> = { copy: 0, stitch: 0, transcode: 0, convert: 0 };
  for (const output of outputs) lanes[output.lane] += output.inputs.length;
  const known = files.every((file) => file.rowCount !== undefined);
  return {
    ...(known ? { rows: files.reduce((sum, file) => sum + file.rowCount!, 0) } : {}),
    bytes: files.reduce((sum, file) => sum + file.length, 0),
    filesBefore: files.length,
    filesAfter: outputs.length,
    partitions,
    lanes,
  };
}
