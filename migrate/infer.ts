import { UntoldMetastore } from '../catalog/index.js';
import type { HiveDatabase, HivePartition, HiveTable, Metastore } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import type { DataType, Field, DescribedFormat } from '../formats/index.js';
import { sameType, typeName } from '../formats/index.js';
import { sourceFile } from '../stores/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';
import { mapBounded } from './bounded.js';
import { hiveTypeText } from './hive-types.js';
import { inferDirectories } from './infer-partitions.js';
import { inferColumns, inferFormat } from './infer-file.js';
import { plainStorage, plainTable } from './plain-table.js';
import { scanDirectory } from './scan.js';
import { WarehouseFolders } from './warehouse-folders.js';

const FOOTERS = 16;
const PARTITION_PAGE = 1000;

/**
 * A metastore made from folders: `<base>/<db>.db/<table>/[key=value/...]files`. Each directory has the format of its first file. Column
 * names (in lower case) and types are the union of what all files say of themselves, integers, floats and VARCHAR widened; partition
 * columns are STRING. A table whose files disagree, or whose name another folder has in other case, is REFUSED by `getTable`.
 */
export function inferMetastore(source: SourceStore, base: string): Metastore {
  return new InferredMetastore(source, base);
}

interface InferredFile {
  readonly stat: SourceFileStat;
  readonly format: DescribedFormat;
}

class InferredMetastore extends UntoldMetastore implements Metastore {
  readonly url = 'infer';
  readonly #source: SourceStore;
  readonly #folders: WarehouseFolders;
  /** By directory, of the tables asked for; directories without files are not in it. */
  readonly #formats = new Map<string, DescribedFormat>();
  /** Columns of the files read so far: who asks again, as a synchronization does, has only new ones read. */
  readonly #known = new Map<string, Field[]>();

  constructor(source: SourceStore, base: string) {
    super();
    this.#source = source;
    this.#folders = new WarehouseFolders(source, base);
  }

  /** What was listed before is forgotten: who asks for databases looks at the source anew. */
  async databases(): Promise<string[]> {
    this.#folders.forget();
    return this.#folders.databases();
  }

  async getDatabase(name: string): Promise<HiveDatabase> {
    return { name, location: this.#location(this.#folders.database(name)), parameters: {} };
  }

  async tables(database: string): Promise<string[]> {
    return this.#folders.tables(database);
  }

  async getTable(database: string, name: string): Promise<HiveTable> {
    const path = await this.#folders.table(database, name);
    const directories = await this.#inferred(path, `${database}.${name}`);
    const files = await mapBounded(directories, FOOTERS, (directory) => this.#filesOf(directory.path));
    const keys = directories[0]?.keys ?? [];
    const columns = await this.#columns(files.flat());
    const dataColumns = columns.filter((column) => !keys.includes(column.name));
    const hiveColumns = dataColumns.map((column) => ({ name: column.name, type: hiveTypeText(column.type) }));
    return plainTable(
      database,
      name,
      plainStorage(files.flat()[0]?.format ?? 'parquet', this.#location(path), hiveColumns),
      keys.map((key) => ({ name: key, type: 'string' })),
    );
  }

  async *partitions(table: HiveTable): AsyncIterable<HivePartition[]> {
    if (table.partitionKeys.length === 0) return;
    const name = `${table.database}.${table.name}`;
    const directories = await this.#inferred(`${this.#folders.database(table.database)}/${table.name}`, name);
    for (let start = 0; start < directories.length; start += PARTITION_PAGE) {
      yield directories.slice(start, start + PARTITION_PAGE).map(({ values, path }) => ({
        values,
        createTime: 0,
        parameters: {},
        storage: plainStorage(this.#formats.get(path) ?? 'parquet', this.#location(path), table.storage.columns),
      }));
    }
  }

  async close(): Promise<void> {
    // The source is the caller's.
  }

  #location(path: string): string {
    return `${this.#source.url.replace(/\/$/, '')}/${path}`;
  }

  async #inferred(path: string, table: string): ReturnType<typeof inferDirectories> {
    try {
      return await inferDirectories(this.#source, path);
    } catch (error) {
      if (!(error instanceof LakeliftError) || error.code !== 'NOT_FOUND') throw error;
      throw new LakeliftError('TABLE_UNKNOWN', `the source has no folder for ${table}`, {
        table,
        file: sourceFile(path),
        cause: error,
      });
    }
  }

  async #filesOf(directory: string): Promise<InferredFile[]> {
    const { files } = await scanDirectory(this.#source, directory);
    const [first] = files;
    if (first === undefined) return [];
    const format = await inferFormat(this.#source, first);
    this.#formats.set(directory, format);
    return files.map((stat) => ({ stat, format }));
  }

  /** Every file is asked: a column that only the last file has must not be lost. */
  async #columns(files: readonly InferredFile[]): Promise<Field[]> {
    const columns = new Map<string, DataType>();
    const all = await mapBounded(files, FOOTERS, (file) => this.#columnsOf(file));
    all.forEach((fields, index) => {
      for (const { name, type } of fields) {
        const before = columns.get(name);
        columns.set(name, before === undefined ? type : unite(name, before, type, files[index]!.stat.path));
      }
    });
    return [...columns].map(([name, type]) => ({ name, type }));
  }

  async #columnsOf({ stat, format }: InferredFile): Promise<Field[]> {
    const identity = JSON.stringify([stat.path, stat.length, stat.mtime, stat.fileId, format]);
    const known = this.#known.get(identity);
    if (known !== undefined) return known;
    try {
      const fields = await inferColumns(this.#source, stat, format);
      this.#known.set(identity, fields);
      return fields;
    } catch (error) {
      // It has no columns yet; whether the table can do without it is not decided here.
      const isCorrupt = error instanceof LakeliftError && error.code === 'CORRUPT';
      if (isCorrupt && (await this.#source.isBeingWritten(stat.path))) return [];
      throw error;
    }
  }
}

const isText = ({ kind }: DataType): boolean => kind === 'STRING' || kind === 'VARCHAR';
const WIDTHS = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT'];

/** The type that holds both, without loss. Throws REFUSED when there is none. */
function unite(column: string, a: DataType, b: DataType, file: string): DataType {
  if (sameType(a, b)) return a;
  const [widthA, widthB] = [WIDTHS.indexOf(a.kind), WIDTHS.indexOf(b.kind)];
  if (widthA >= 0 && widthB >= 0) return widthA > widthB ? a : b;
  if ((a.kind === 'FLOAT' && b.kind === 'DOUBLE') || (a.kind === 'DOUBLE' && b.kind === 'FLOAT'))
    return { kind: 'DOUBLE' };
  if (isText(a) && isText(b)) return { kind: 'STRING' };
  throw new LakeliftError('REFUSED', `the files disagree on the type: ${typeName(a)} and ${typeName(b)}`, {
    column,
    file: sourceFile(file),
    next: 'name the right type in a metastore or DDL file, or exclude the table',
  });
}
