import { LakeliftError } from '../errors/error.js';
import type { NewTable, TableSchema } from './schema.js';

/** The primary key of a new table, and how its rows are laid out by it. */
export interface PrimaryKey {
  /** Columns in the order of the key, partition keys among them. */
  readonly columns: readonly string[];
  /** Number of buckets of each partition. */
  readonly buckets: number;
  /** Of several rows with one key the one with the largest values here counts; [] for the one that came last. */
  readonly sequenceFields: readonly string[];
  /** Changes are kept beside the rows as they come in, for streams to read: Paimon's `changelog-producer`. */
  readonly changelogProducer?: 'input';
}

/** How the rows of one key become one: 'deduplicate' (the newest counts), 'first-row', 'partial-update' or 'aggregation'. Source: org.apache.paimon.CoreOptions. */
export function mergeEngineOf({ options }: Pick<TableSchema, 'options'>): string {
  return (options['merge-engine'] ?? 'deduplicate').toLowerCase();
}

/**
 * The options of a table's primary key. Throws REFUSED for a key that Paimon does not take: without a partition key, of nothing but
 * those, of nested or unknown columns. Source: org.apache.paimon.schema.SchemaValidation.
 */
export function primaryKeyOptions(
  table: NewTable,
  { columns, buckets, sequenceFields, changelogProducer }: PrimaryKey,
): Record<string, string> {
  const all = new Map([...table.columns, ...table.partitionKeys].map((field) => [field.name, field]));
  const names = columns.join(', ');
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw refused(`the primary key ${names} names a column twice`, twice);
  for (const name of [...columns, ...sequenceFields]) {
    const kind = all.get(name)?.type.kind;
    if (kind === undefined) throw refused('the table has no such column to be its key or sequence field', name);
    if (kind === 'ARRAY' || kind === 'MAP' || kind === 'ROW') throw refused(`a ${kind} can be no key`, name);
  }
  const outside = table.partitionKeys.find(({ name }) => !columns.includes(name));
  if (outside !== undefined) throw refused(`the primary key ${names} lacks a partition key`, outside.name);
  if (columns.length === table.partitionKeys.length) {
    throw refused(`the primary key ${names} has no column besides the partition keys`);
  }
  const sequence = sequenceFields.length === 0 ? {} : { 'sequence.field': sequenceFields.join(',') };
  const producer = changelogProducer === undefined ? {} : { 'changelog-producer': changelogProducer };
  return { bucket: String(buckets), ...sequence, ...producer };
}

function refused(message: string, column?: string): LakeliftError {
  return new LakeliftError('REFUSED', message, {
    ...(column === undefined ? {} : { column }),
    next: 'name the columns of --primary-key and --sequence-field as the table has them',
  });
}
