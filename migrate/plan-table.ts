import type { HiveTable } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import type { Field, Lane } from '../formats/index.js';
import { physicalSignature, planFile, readFooter, storeByteSource } from '../formats/index.js';
import { newTableSchema, parsePartitionValue } from '../lake/index.js';
import { resolveLocation } from '../stores/index.js';
import type { SourceFileStat } from '../stores/index.js';
import { mapBounded } from './bounded.js';
import type { PlanContext } from './context.js';
import { parquetTable } from './parquet-table.js';
import { groupOutputs } from './group.js';
import { parseHiveType } from './hive-types.js';
import { identityOf } from './identity.js';
import type { OutputFile, PlannedPartition, PlanTotals, Refusal, SourceFile, TablePlan } from './plan-types.js';
import { storageRefusals, tableRefusals } from './refuse.js';
import { scanDirectory } from './scan.js';
import type { TableName } from './select.js';

const LIST_CONCURRENCY = 16;

/** Plans one table; everything that speaks against it is collected into `refusals`, never thrown. */
export async function planTable(ctx: PlanContext, name: TableName): Promise<TablePlan> {
  const table = `${name.database}.${name.table}`;
  const hiveDatabase = await ctx.metastore.getDatabase(name.database);
  const refusals: Refusal[] = [];
  const hiveTable = await readTableEntry(ctx, name, refusals);
  if (refusals.length === 0) refusals.push(...tableRefusals(hiveTable));
  const collect = <T>(place: Refusal['place'], work: () => T): T | undefined =>
    collecting(refusals, { table, ...place }, work);
  const columns = fieldsOf(hiveTable.storage.columns, collect);
  const partitionKeys = fieldsOf(hiveTable.partitionKeys, collect);
  if (refusals.length === 0) collect({}, () => newTableSchema({ columns, partitionKeys, timeMillis: 0 }));
  const found = refusals.length === 0 ? await findPartitions(ctx, hiveTable, partitionKeys, refusals) : [];
  const scanned = refusals.length === 0 ? await scanAll(ctx, table, found, refusals) : EMPTY_SCAN;
  const read = refusals.length === 0 ? await readFooters(ctx, table, scanned, columns, refusals) : EMPTY_FOOTERS;
  const refused = refusals.length > 0;
  const partitions = found.map((partition, index) => ({ ...partition, missing: scanned.missing.has(index) }));
  const outputs = refused ? [] : groupOutputs(table, read.files, read.signatures, ctx.targetFileSize);
  const sourceId = identityOf([
    [ctx.source.url, table, columns, partitionKeys, partitions.map(({ values, location }) => [values, location])],
    read.files.map(({ path, length, mtime, fileId }) => [path, length, mtime, fileId ?? null]),
  ]);
  return {
    id: identityOf([sourceId, ctx.target.url, ctx.targetFileSize]),
    sourceId,
    database: name.database,
    table: name.table,
    status: refused ? 'refused' : 'planned',
    refusals,
    columns,
    partitionKeys,
    partitions,
    files: read.files,
    emptyFiles: scanned.emptyFiles,
    outputs,
    totals: totalsOf(read.files, outputs, partitions.length),
    plannedAt: Date.now(),
    hiveTable,
    hiveDatabase,
  };
}

/** The metastore's entry; when the metastore itself refuses the table (an inferred schema may clash), an entry without columns. */
async function readTableEntry(ctx: PlanContext, name: TableName, refusals: Refusal[]): Promise<HiveTable> {
  try {
    return await ctx.metastore.getTable(name.database, name.table);
  } catch (error) {
    refusals.push(refusalOf(error, { table: `${name.database}.${name.table}` }));
    return parquetTable(name.database, name.table, '', [], []);
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

function refusalOf(error: unknown, place: Refusal['place']): Refusal {
  if (!(error instanceof LakeliftError) || (error.code !== 'REFUSED' && error.code !== 'CORRUPT')) throw error;
  return { reason: error.message, place: { ...place, ...error.place } };
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
  refusals: Refusal[],
): Promise<Location[]> {
  const name = `${table.database}.${table.name}`;
  if (keys.length === 0) {
    const location = collecting(refusals, { table: name }, () =>
      resolveLocation(ctx.sourceUrl, table.storage.location),
    );
    return location === undefined ? [] : [{ values: [], location }];
  }
  const found: Location[] = [];
  for await (const page of ctx.metastore.partitions(table)) {
    for (const { values, storage } of page) {
      const place = { table: name, partition: keys.map((key, i) => `${key.name}=${values[i] ?? ''}`).join('/') };
      refusals.push(...storageRefusals(storage, place));
      collecting(refusals, place, () => {
        keys.forEach((key, i) => parsePartitionValue(values[i] ?? '', key.type));
        found.push({ values, location: resolveLocation(ctx.sourceUrl, storage.location) });
      });
    }
  }
  return found;
}

interface Scan {
  readonly files: readonly { readonly stat: SourceFileStat; readonly partition: number }[];
  readonly emptyFiles: readonly string[];
  readonly missing: ReadonlySet<number>;
}
const EMPTY_SCAN: Scan = { files: [], emptyFiles: [], missing: new Set() };

async function scanAll(
  ctx: PlanContext,
  table: string,
  partitions: readonly Location[],
  refusals: Refusal[],
): Promise<Scan> {
  const owners = new Map<string, number>();
  partitions.forEach(({ location }, index) => {
    if (owners.has(location)) {
      refusals.push({ reason: 'two partitions share one directory', place: { table, file: location } });
    }
    owners.set(location, index);
  });
  const scans = await mapBounded(partitions, LIST_CONCURRENCY, async ({ location }) => {
    ctx.signal?.throwIfAborted();
    try {
      return await scanDirectory(ctx.source, location);
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

interface Footers {
  readonly files: readonly SourceFile[];
  readonly signatures: readonly string[];
}
const EMPTY_FOOTERS: Footers = { files: [], signatures: [] };

/** Reads every footer and picks each file's lane; a file no lane can carry refuses the table by the file's name. */
async function readFooters(
  ctx: PlanContext,
  table: string,
  scan: Scan,
  columns: readonly Field[],
  refusals: Refusal[],
): Promise<Footers> {
  const read = await mapBounded(scan.files, ctx.footerConcurrency ?? 16, async ({ stat, partition }) => {
    ctx.signal?.throwIfAborted();
    const { path, length, mtime, fileId } = stat;
    try {
      const footer = await readFooter(storeByteSource(ctx.source, path, length));
      const { lane, actions } = planFile(footer, columns);
      const reencoded = actions
        .filter(({ action }) => action === 'reencode')
        .map(({ column, reason }) => ({ column, reason: reason ?? '' }));
      const identity = { path, length, mtime, ...(fileId === undefined ? {} : { fileId }) };
      const file: SourceFile = { ...identity, partition, rowCount: footer.rowCount, lane, reencoded };
      return { file, signature: physicalSignature(footer, columns) };
    } catch (error) {
      refusals.push(refusalOf(error, { table, file: path }));
      return undefined;
    }
  });
  const good = read.filter((entry) => entry !== undefined);
  return { files: good.map(({ file }) => file), signatures: good.map(({ signature }) => signature) };
}

function totalsOf(files: readonly SourceFile[], outputs: readonly OutputFile[], partitions: number): PlanTotals {
  const lanes: Record<Lane, number> = { copy: 0, stitch: 0, transcode: 0, convert: 0 };
  for (const output of outputs) lanes[output.lane] += output.inputs.length;
  return {
    rows: files.reduce((sum, file) => sum + file.rowCount, 0),
    bytes: files.reduce((sum, file) => sum + file.length, 0),
    filesBefore: files.length,
    filesAfter: outputs.length,
    partitions,
    lanes,
  };
}
