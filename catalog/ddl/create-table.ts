import type { HiveColumn, HiveTable, StorageDescriptor } from '../model.js';
import { readClauses } from './clauses.js';
import type { TableClauses } from './clauses.js';
import { readColumns } from './columns.js';
import type { TokenReader } from './reader.js';
import { formatNamed, formatOfProvider } from './storage-format.js';
import type { StorageFormat } from './storage-format.js';
import type { Token } from './tokens.js';

/** The name a statement gives to a table. */
export interface NamedTable {
  readonly database: string;
  readonly name: string;
  readonly external: boolean;
}

/** What follows the name in CREATE TABLE, as the metastore would hold it; `storage.location` is '' when none is named. */
export function readTable(reader: TokenReader, named: NamedTable, start: Token): HiveTable {
  if (!reader.sees('(')) throw reader.expected('( and the columns');
  const declared = readColumns(reader);
  const clauses = readClauses(reader);
  const { columns, partitionKeys } = split(reader, declared, clauses, start);
  const external = named.external || (clauses.provider !== undefined && clauses.location !== undefined);
  return {
    database: named.database,
    name: named.name,
    owner: '',
    tableType: external ? 'EXTERNAL_TABLE' : 'MANAGED_TABLE',
    createTime: 0,
    parameters: parametersOf(clauses, external),
    partitionKeys,
    storage: storageOf(reader, clauses, columns, start),
  };
}

/** Hive declares partition keys apart from the columns; Spark names columns, which then go to the end. */
function split(
  reader: TokenReader,
  declared: HiveColumn[],
  { partitionedBy = [] }: TableClauses,
  start: Token,
): { columns: HiveColumn[]; partitionKeys: HiveColumn[] } {
  const partitionKeys = partitionedBy.map((key) => {
    const column = typeof key === 'string' ? declared.find(({ name }) => name === key) : key;
    if (column === undefined)
      throw reader.fail(`the table is partitioned by ${String(key)}, which is no column`, start);
    return column;
  });
  const columns = declared.filter((column) => !partitionKeys.includes(column));
  const names = [...columns, ...partitionKeys].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw reader.fail(`the table has two columns ${twice}`, start);
  return { columns, partitionKeys };
}

/** What Hive and Spark keep among the parameters though the DDL has a clause for it. */
function parametersOf(clauses: TableClauses, external: boolean): Record<string, string> {
  const { comment, handler, provider, parameters } = clauses;
  return {
    ...(external ? { EXTERNAL: 'TRUE' } : {}),
    ...(comment === undefined ? {} : { comment }),
    ...(handler === undefined ? {} : { storage_handler: handler }),
    ...(provider === undefined || provider.toLowerCase() === 'hive' ? {} : { 'spark.sql.sources.provider': provider }),
    ...parameters,
  };
}

function storageOf(reader: TokenReader, clauses: TableClauses, columns: HiveColumn[], start: Token): StorageDescriptor {
  const { inputFormat, outputFormat, serde } = formatOf(reader, clauses, start);
  const options = clauses.provider?.toLowerCase() === 'hive' ? {} : clauses.options;
  // Hive enters this one for every table with files and leaves it out of what it prints.
  const standard = clauses.handler === undefined ? { 'serialization.format': '1' } : {};
  return {
    location: clauses.location ?? clauses.options['path'] ?? '',
    inputFormat,
    outputFormat,
    serde,
    serdeParameters: { ...standard, ...options, ...clauses.serdeParameters },
    columns,
    bucketColumns: clauses.bucketColumns,
    buckets: clauses.buckets,
    sortColumns: clauses.sortColumns,
    compressed: false,
    parameters: {},
    storedAsSubDirectories: clauses.storedAsSubDirectories,
    ...(clauses.skew === undefined ? {} : { skew: clauses.skew }),
  };
}

function formatOf(reader: TokenReader, clauses: TableClauses, start: Token): StorageFormat {
  const { format, provider, handler, options } = clauses;
  if (handler !== undefined) return { inputFormat: '', outputFormat: '', serde: clauses.serde ?? '' };
  if (provider !== undefined && provider.toLowerCase() !== 'hive') return formatOfProvider(provider);
  const option = new Map(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value]));
  const word = option.get('fileformat') ?? 'textfile';
  const base = formatNamed(word);
  if (base === undefined) throw reader.fail(`the file format ${word} is not known`, start);
  return {
    inputFormat: option.get('inputformat') ?? format?.inputFormat ?? base.inputFormat,
    outputFormat: option.get('outputformat') ?? format?.outputFormat ?? base.outputFormat,
    serde: option.get('serde') ?? clauses.serde ?? format?.serde ?? base.serde,
  };
}
