import type { HiveColumn, Skew, SortColumn } from '../model.js';
import { readColumn } from './columns.js';
import type { TokenReader } from './reader.js';
import { readRowFormat } from './row-format.js';
import { readEntries, readLiteral } from './literals.js';
import { FORMAT_WORDS, formatNamed } from './storage-format.js';
import type { StorageFormat } from './storage-format.js';

/** The clauses after the columns of a CREATE TABLE, in whatever order they came. */
export interface TableClauses {
  comment?: string;
  /** With types as Hive has them, or names of columns as Spark has them. */
  partitionedBy?: HiveColumn[] | string[];
  bucketColumns: string[];
  buckets: number;
  sortColumns: SortColumn[];
  storedAsSubDirectories: boolean;
  skew?: Skew;
  serde?: string;
  serdeParameters: Record<string, string>;
  format?: Omit<StorageFormat, 'serde'> & { readonly serde?: string };
  /** Of `STORED BY`. */
  handler?: string;
  /** Of Spark's `USING`. */
  provider?: string;
  /** Of Spark's `OPTIONS`. */
  options: Record<string, string>;
  location?: string;
  parameters: Record<string, string>;
}

/** Reads clauses up to the end of the statement. Throws CORRUPT at what is not one. */
export function readClauses(reader: TokenReader): TableClauses {
  const clauses: TableClauses = {
    bucketColumns: [],
    buckets: -1,
    sortColumns: [],
    storedAsSubDirectories: false,
    serdeParameters: {},
    options: {},
    parameters: {},
  };
  while (!reader.atStatementEnd()) {
    const clause = CLAUSES.find(([words]) => reader.accept(words));
    if (clause === undefined) throw reader.expected(EXPECTED);
    clause[1](reader, clauses);
  }
  return clauses;
}

type ReadClause = (reader: TokenReader, into: TableClauses) => void;

const CLAUSES: readonly (readonly [words: string, read: ReadClause])[] = [
  ['COMMENT', (reader, into) => (into.comment = reader.string())],
  ['PARTITIONED BY', readPartitionedBy],
  ['CLUSTERED BY', readBuckets],
  ['SKEWED BY', readSkew],
  ['ROW FORMAT', readRowFormat],
  ['WITH SERDEPROPERTIES', (reader, into) => Object.assign(into.serdeParameters, readEntries(reader))],
  ['STORED AS', readStoredAs],
  ['STORED BY', (reader, into) => (into.handler = reader.peek().kind === 'string' ? reader.string() : reader.name())],
  ['USING', (reader, into) => (into.provider = readProvider(reader))],
  ['OPTIONS', (reader, into) => Object.assign(into.options, readEntries(reader))],
  ['LOCATION', (reader, into) => (into.location = reader.string())],
  ['TBLPROPERTIES', (reader, into) => Object.assign(into.parameters, readEntries(reader))],
];
const EXPECTED = `; or one of ${CLAUSES.map(([words]) => words).join(', ')}`;

/** `(dt STRING COMMENT 'x')` of Hive or `(dt)` of Spark. */
function readPartitionedBy(reader: TokenReader, into: TableClauses): void {
  const after = reader.peek(2);
  if (after.kind === 'symbol' && (after.text === ',' || after.text === ')')) {
    into.partitionedBy = reader.list(() => reader.name());
    return;
  }
  if (after.text === '(' && reader.peek(1).kind === 'word') {
    throw reader.fail('partitions by a function of a column are not Hive partitions', reader.peek(1));
  }
  into.partitionedBy = reader.list(() => readColumn(reader));
}

function readBuckets(reader: TokenReader, into: TableClauses): void {
  into.bucketColumns = reader.list(() => reader.name());
  if (reader.accept('SORTED BY')) into.sortColumns = reader.list(() => sortColumn(reader));
  reader.expect('INTO');
  into.buckets = reader.number();
  reader.expect('BUCKETS');
}

function sortColumn(reader: TokenReader): SortColumn {
  const name = reader.name();
  const descending = !reader.accept('ASC') && reader.accept('DESC');
  if (!reader.accept('NULLS FIRST')) reader.accept('NULLS LAST');
  return { name, descending };
}

function readSkew(reader: TokenReader, into: TableClauses): void {
  const columns = reader.list(() => reader.name());
  reader.expect('ON');
  const values = reader.list(() => (reader.sees('(') ? reader.list(() => readLiteral(reader)) : [readLiteral(reader)]));
  into.skew = { columns, values };
  into.storedAsSubDirectories = reader.accept('STORED AS DIRECTORIES');
}

function readStoredAs(reader: TokenReader, into: TableClauses): void {
  if (reader.accept('INPUTFORMAT')) {
    const inputFormat = reader.string();
    reader.expect('OUTPUTFORMAT');
    into.format = { inputFormat, outputFormat: reader.string() };
    return;
  }
  const format = reader.peek().kind === 'word' ? formatNamed(reader.peek().text) : undefined;
  if (format === undefined) throw reader.expected(`one of INPUTFORMAT, ${FORMAT_WORDS.join(', ')}`);
  reader.next();
  into.format = format;
}

/** A short name such as `parquet`, or the name of a class in dots. */
function readProvider(reader: TokenReader): string {
  const parts = [reader.exactName()];
  while (reader.accept('.')) parts.push(reader.exactName());
  return parts.join('.');
}
