import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LakeliftError } from '../errors/index.js';
import type { Scalar } from '../formats/index.js';
import { newTableSchema, parsePartitionValue, partitionPath } from '../lake/index.js';
import type { TableSchema } from '../lake/index.js';
import { Limit } from '../stores/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import { FILE_FORMATS } from './engines/engine.js';
import type { EngineTable, FileFormat } from './engines/engine.js';
import type { Side } from './pairs.js';
import { holdsBytes, sqlType, tableName } from './tables.js';
import type { BenchTable } from './tables.js';

/** Files fetched at the same time. */
const FETCHES = 8;
/** The column of a file of a primary-key table that numbers its rows (Paimon's SpecialFields). */
const SEQUENCE_NUMBER = '_SEQUENCE_NUMBER';
const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';

/** Where a file of a store comes to lie: `directory` is `key=value/…`, the same for both sides. */
interface Placed {
  readonly path: string;
  readonly directory: string;
}

/** A side of a table as engines read it, and how its files came there. */
export interface Placement {
  readonly table: EngineTable;
  /** Files of a folder are read where they are, by links; those of HDFS and S3, and for engines that do not follow links, are copied before anything is timed. */
  readonly how: 'in place' | 'copied';
}

/** Where the files of a table are made readable. */
export interface PlaceInput {
  readonly folder: string;
  /** Whether links to files of a folder will do. */
  readonly mayLink: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Makes one side of a table readable on this machine below a folder, every file in directories named after its partition. Throws REFUSED for files of a format that no engine is given, and for a lake table with deletion vectors or another merge engine than deduplicate,
 * and the signal's reason.
 */
export async function placeSide(
  side: Side,
  bench: BenchTable,
  store: SourceStore | TargetStore,
  { folder, mayLink, signal }: PlaceInput,
): Promise<Placement> {
  const schema = side === 'before' ? hiveSchema(bench) : bench.after.schema;
  // Refused before anything is copied.
  formatOf(side, bench);
  const files = side === 'before' ? filesBefore(bench, schema) : filesAfter(bench);
  const how = mayLink && store.url.startsWith('file://') ? 'in place' : 'copied';
  const { database, table } = bench.before;
  const root = join(folder, side, database, table);
  const limit = new Limit(FETCHES);
  const paths = await Promise.all(
    files.map(({ path, directory }, index) =>
      limit.run(async () => {
        signal?.throwIfAborted();
        const to = join(root, directory, `${index}-${basename(path)}`);
        await mkdir(dirname(to), { recursive: true });
        if (how === 'copied') await copy(store, path, to, signal);
        else await symlink(join(store.url.slice('file://'.length), path), to);
        return to;
      }),
    ),
  );
  return { how, table: tableOf(side, bench, paths, NULL_PARTITION) };
}

async function copy(
  store: SourceStore | TargetStore,
  path: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await pipeline(Readable.from(store.read(path)), createWriteStream(to), signal === undefined ? {} : { signal });
}

/**
 * The lake's side of a table as it lies in an object store, `target` being the URL of the lake. Its partitions are named as the table names
 * them. Throws REFUSED as `placeSide` does.
 */
export function storedTable(bench: BenchTable, target: string): EngineTable {
  const files = filesAfter(bench).map(({ path }) => `${target.replace(/\/$/, '')}/${path}`);
  return tableOf(
    'after',
    bench,
    files,
    bench.after.schema.options['partition.default-name'] ?? '__DEFAULT_PARTITION__',
  );
}

function tableOf(side: Side, bench: BenchTable, files: readonly string[], nullPartition: string): EngineTable {
  const schema = side === 'before' ? hiveSchema(bench) : bench.after.schema;
  const { database, table, columns } = bench.before;
  const keys = schema.partitionKeys.map((name) => schema.fields.find((field) => field.name === name)!);
  const merge = side === 'after' ? mergeOf(bench) : undefined;
  // How many rows are left of those of the files only the merge can tell.
  const rows = merge === undefined ? rowsOf(bench[side].files) : undefined;
  const typed = columns.map(({ name, type }) => ({ name, sql: sqlType(type) }));
  return {
    database,
    table,
    columns: typed.map(({ name, sql }) => (sql === undefined ? { name } : { name, type: sql })),
    partitionKeys: keys.map(({ name, type }) => ({ name, type: sqlType(type) ?? 'VARCHAR' })),
    nullPartition,
    binaryIsText: !columns.some(({ type }) => holdsBytes(type)),
    format: formatOf(side, bench),
    files,
    ...(merge === undefined ? {} : { merge }),
    ...(rows === undefined ? {} : { rows }),
  };
}

function rowsOf(files: readonly { readonly rowCount?: number }[]): number | undefined {
  let rows = 0;
  for (const { rowCount } of files) {
    if (rowCount === undefined) return undefined;
    rows += rowCount;
  }
  return rows;
}

/** The schema the Hive table would have in the lake. */
function hiveSchema({ before: { columns, partitionKeys } }: BenchTable): TableSchema {
  return newTableSchema({ columns, partitionKeys, timeMillis: 0 });
}

/** Names a directory after the values as SQL writes them, whatever the table itself calls it. */
function directoryOf(schema: TableSchema, values: readonly Scalar[]): string {
  const options = { 'partition.legacy-name': 'false', 'partition.default-name': NULL_PARTITION };
  return partitionPath({ ...schema, options }, values);
}

function filesBefore(bench: BenchTable, schema: TableSchema): Placed[] {
  const { before } = bench;
  const directories = before.partitions.map(({ values }) =>
    directoryOf(
      schema,
      before.partitionKeys.map((key, i) => parsePartitionValue(values[i] ?? '', key.type)),
    ),
  );
  return before.files.map(({ path, partition }) => ({ path, directory: directories[partition] ?? '' }));
}

/** The one format of all files of a side: as the partitions say before the migration, as the names of the lake's files end after it. */
function formatOf(side: Side, bench: BenchTable): FileFormat {
  const { files, partitions, storages } = bench.before;
  const formats = new Set(
    side === 'before'
      ? files.map(({ partition }) => storages[partitions[partition]!.storage]!.format)
      : bench.after.files.map(({ path }) => extname(path).slice(1)),
  );
  const [first = 'parquet', second] = formats;
  const known = FILE_FORMATS.find((format) => format === first);
  if (known !== undefined && second === undefined) return known;
  const found = [...formats].join(' and ');
  throw new LakeliftError(
    'REFUSED',
    `the files ${side} the migration are ${found}; Parquet, ORC or Avro alone is measured`,
    {
      table: tableName(bench),
    },
  );
}

function filesAfter(bench: BenchTable): Placed[] {
  const { schema, snapshot, files } = bench.after;
  if (snapshot?.indexManifest !== undefined) {
    throw new LakeliftError('REFUSED', 'rows of the lake table are deleted by vectors, which engines are not given', {
      table: tableName(bench),
      next: 'compact the table first',
    });
  }
  return files.map(({ path, partition }) => ({ path, directory: directoryOf(schema, partition) }));
}

/** How the rows of a lake table with a primary key come from those of its files; undefined for an append table. */
function mergeOf(bench: BenchTable): EngineTable['merge'] {
  const { primaryKeys, options } = bench.after.schema;
  if (primaryKeys.length === 0) return undefined;
  const engine = options['merge-engine'] ?? 'deduplicate';
  if (engine !== 'deduplicate' || options['sequence.field.sort-order'] === 'descending') {
    throw new LakeliftError('REFUSED', `the lake table merges rows by ${engine}, or by a descending sequence field`, {
      table: tableName(bench),
      next: 'tables with merge-engine deduplicate can be measured',
    });
  }
  const fields = (options['sequence.field'] ?? '').split(',').filter((name) => name !== '');
  return { keys: primaryKeys, order: [...fields, SEQUENCE_NUMBER] };
}
