import type { HiveDatabase, HivePartition, HiveTable, Metastore } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import type { DataType, Field } from '../formats/index.js';
import { readFooter, sameType, storeByteSource, typeName } from '../formats/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';
import { mapBounded } from './bounded.js';
import { hiveTypeText } from './hive-types.js';
import { inferDirectories } from './infer-partitions.js';
import { fileColumns } from './parquet-schema.js';
import { parquetStorage, parquetTable } from './parquet-table.js';
import { baseName, isHidden, scanDirectory } from './scan.js';

const FOOTERS = 16;
const PARTITION_PAGE = 1000;

/**
 * A metastore made from folders: `<base>/<db>.db/<table>/[key=value/...]files`. Column names (in lower case) and types are the union of
 * all footers, integers and floats widened; partition columns are STRING. A table whose files disagree is REFUSED by `getTable`.
 */
export function inferMetastore(source: SourceStore, base: string): Metastore {
  return new InferredMetastore(source, base);
}

class InferredMetastore implements Metastore {
  readonly url = 'infer';
  readonly #source: SourceStore;
  readonly #base: string;

  constructor(source: SourceStore, base: string) {
    this.#source = source;
    this.#base = base.replace(/\/+$/, '');
  }

  async databases(): Promise<string[]> {
    const names = await this.#directories(this.#base);
    return names.filter((name) => name.endsWith('.db')).map((name) => name.slice(0, -'.db'.length));
  }

  async getDatabase(name: string): Promise<HiveDatabase> {
    return { name, location: this.#location(this.#folder(name)), parameters: {} };
  }

  async tables(database: string): Promise<string[]> {
    return this.#directories(this.#folder(database));
  }

  async getTable(database: string, name: string): Promise<HiveTable> {
    const path = `${this.#folder(database)}/${name}`;
    const directories = await this.#inferred(path, `${database}.${name}`);
    const scans = await mapBounded(directories, FOOTERS, (directory) => scanDirectory(this.#source, directory.path));
    const keys = directories[0]?.keys ?? [];
    const columns = await this.#columns(scans.flatMap(({ files }) => files));
    const dataColumns = columns.filter((column) => !keys.includes(column.name));
    return parquetTable(
      database,
      name,
      this.#location(path),
      dataColumns.map((column) => ({ name: column.name, type: hiveTypeText(column.type) })),
      keys.map((key) => ({ name: key, type: 'string' })),
    );
  }

  async *partitions(table: HiveTable): AsyncIterable<HivePartition[]> {
    if (table.partitionKeys.length === 0) return;
    const name = `${table.database}.${table.name}`;
    const directories = await this.#inferred(`${this.#folder(table.database)}/${table.name}`, name);
    for (let start = 0; start < directories.length; start += PARTITION_PAGE) {
      yield directories.slice(start, start + PARTITION_PAGE).map(({ values, path }) => ({
        values,
        createTime: 0,
        parameters: {},
        storage: parquetStorage(this.#location(path), table.storage.columns),
      }));
    }
  }

  async close(): Promise<void> {
    // The source is the caller's.
  }

  #folder(database: string): string {
    return this.#base === '' ? `${database}.db` : `${this.#base}/${database}.db`;
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
        file: path,
        cause: error,
      });
    }
  }

  async #directories(path: string): Promise<string[]> {
    const names: string[] = [];
    for await (const page of this.#source.list(path)) {
      for (const entry of page) {
        const name = baseName(entry.path);
        if (entry.kind === 'directory' && !isHidden(name)) names.push(name);
      }
    }
    return names;
  }

  /** Every file is asked: a column that only the last file has must not be lost. */
  async #columns(files: readonly SourceFileStat[]): Promise<Field[]> {
    const columns = new Map<string, DataType>();
    await mapBounded(files, FOOTERS, async ({ path, length }) => {
      try {
        const footer = await readFooter(storeByteSource(this.#source, path, length));
        return fileColumns(footer.schema);
      } catch (error) {
        throw error instanceof LakeliftError ? error.at({ file: path }) : error;
      }
    }).then((all) => {
      all.forEach((fields, index) => {
        for (const { name, type } of fields) {
          const before = columns.get(name);
          columns.set(name, before === undefined ? type : unite(name, before, type, files[index]!.path));
        }
      });
    });
    return [...columns].map(([name, type]) => ({ name, type }));
  }
}

const WIDTHS = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT'];

/** The type that holds both, without loss. Throws REFUSED when there is none. */
function unite(column: string, a: DataType, b: DataType, file: string): DataType {
  if (sameType(a, b)) return a;
  const [widthA, widthB] = [WIDTHS.indexOf(a.kind), WIDTHS.indexOf(b.kind)];
  if (widthA >= 0 && widthB >= 0) return widthA > widthB ? a : b;
  if ((a.kind === 'FLOAT' && b.kind === 'DOUBLE') || (a.kind === 'DOUBLE' && b.kind === 'FLOAT'))
    return { kind: 'DOUBLE' };
  throw new LakeliftError('REFUSED', `the files disagree on the type: ${typeName(a)} and ${typeName(b)}`, {
    column,
    file,
    next: 'name the right type in a metastore or DDL file, or exclude the table',
  });
}
