import { LakeliftError } from '../errors/error.js';
import type { DataType, Field } from '../formats/index.js';
import { decodeType, encodeType, nestedFieldCount, nestedFieldIds, notNull } from './data-type.js';
import { requirePartitionType } from './partition-value.js';
import { primaryKeyOptions, type PrimaryKey } from './primary-key.js';

export interface TableField {
  readonly id: number;
  readonly name: string;
  readonly type: DataType;
  readonly comment?: string;
  /** Ids of the fields within nested types, a field before its own; missing when they count on from the column's. */
  readonly nestedIds?: readonly number[];
}

/** One version of a table's schema, as in its schema/schema-N file. */
export interface TableSchema {
  readonly id: number;
  /** All columns, partition columns included. */
  readonly fields: readonly TableField[];
  /** Highest id in use, nested fields included. */
  readonly highestFieldId: number;
  readonly partitionKeys: readonly string[];
  readonly primaryKeys: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly comment?: string;
  /** Milliseconds since the epoch. */
  readonly timeMillis: number;
}

export interface NewTable {
  /** Data columns, in order, without the partition keys. */
  readonly columns: readonly Field[];
  readonly partitionKeys: readonly Field[];
  readonly options?: Readonly<Record<string, string>>;
  readonly comment?: string;
  readonly timeMillis: number;
  /** Makes a primary-key table. */
  readonly primaryKey?: PrimaryKey;
}

const FORMAT_VERSION = 3;
/** What null is called in a partition directory: Hive's word, so that paths look as they did. */
const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';
/** Names Paimon keeps for itself (SpecialFields.java). */
const RESERVED = /^(_KEY_.*|_SEQUENCE_NUMBER|_VALUE_KIND|_LEVEL|_ROW_ID|rowkind)$/;

/**
 * Schema 0 of an unbucketed append table, or of a primary-key table: the data columns, then the partition keys; all but the primary key
 * are nullable. Throws REFUSED for duplicate or reserved names, for partition keys whose directory text would be uncertain, and for
 * what can be no primary key.
 */
export function newTableSchema(input: NewTable): TableSchema {
  const columns = [...input.columns, ...input.partitionKeys];
  refuseBadNames(columns);
  for (const key of input.partitionKeys) requirePartitionType(key.name, key.type);
  let next = 0;
  const fields = columns.map((column) => {
    const id = next;
    next += 1 + nestedFieldCount(column.type);
    return { id, ...column };
  });
  return {
    id: 0,
    fields,
    highestFieldId: next - 1,
    partitionKeys: input.partitionKeys.map((key) => key.name),
    primaryKeys: input.primaryKey?.columns ?? [],
    options: { ...defaultOptions(input), ...input.options },
    ...(input.comment === undefined ? {} : { comment: input.comment }),
    timeMillis: input.timeMillis,
  };
}

function defaultOptions(input: NewTable): Record<string, string> {
  const { primaryKey } = input;
  const options = primaryKey === undefined ? { bucket: '-1' } : primaryKeyOptions(input, primaryKey);
  // Dates stay day numbers in directory names: readers before Paimon 1.0 do not know partition.legacy-name=false and look there.
  if (input.partitionKeys.length > 0) options['partition.default-name'] = NULL_PARTITION;
  return { ...options, ...columnOptions(input.columns) };
}

/** Options that a table needs for the types of its columns. */
export function columnOptions(columns: readonly Field[]): Record<string, string> {
  // Java Paimon finds no row when it filters a dictionary-encoded decimal wider than 18 digits by its dictionary.
  const wide = columns.some((column) => holdsWideDecimal(column.type));
  return wide ? { 'parquet.filter.dictionary.enabled': 'false' } : {};
}

function holdsWideDecimal(type: DataType): boolean {
  switch (type.kind) {
    case 'DECIMAL':
      return type.precision > 18;
    case 'ARRAY':
      return holdsWideDecimal(type.element);
    case 'MAP':
      return holdsWideDecimal(type.key) || holdsWideDecimal(type.value);
    case 'ROW':
      return type.fields.some((field) => holdsWideDecimal(field.type));
    default:
      return false;
  }
}

const OTHER_NAME =
  'copy the rows in Hive into a table with another name for it, and migrate that one, or exclude the table';

function refuseBadNames(columns: readonly Field[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (RESERVED.test(name)) {
      throw new LakeliftError('REFUSED', `Paimon reserves the column name ${name}`, { column: name, next: OTHER_NAME });
    }
    if (seen.has(name.toLowerCase())) {
      throw new LakeliftError('REFUSED', `two columns are called ${name}`, { column: name, next: OTHER_NAME });
    }
    seen.add(name.toLowerCase());
  }
}

/** The field of a column. Throws INTERNAL when there is none. */
export function fieldNamed(schema: TableSchema, name: string): TableField {
  const field = schema.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new LakeliftError('INTERNAL', `schema ${schema.id} has no column ${name}`);
  return field;
}

/** The types of the partition keys, in the order of the keys. */
export function partitionTypes(schema: TableSchema): DataType[] {
  return schema.partitionKeys.map((key) => fieldNamed(schema, key).type);
}

/** The schema file. Nested ids follow their column's id where it does not say otherwise, which is how `newTableSchema` counts them. */
export function encodeSchema(schema: TableSchema): Uint8Array {
  const fields = schema.fields.map((field) => {
    let nested = 0;
    const nextId = (): number => {
      const known = field.nestedIds?.[nested];
      nested += 1;
      return known ?? field.id + nested;
    };
    const nullable = encodeType(field.type, nextId);
    const { id, name, comment } = field;
    const type = schema.primaryKeys.includes(name) ? notNull(nullable) : nullable;
    return { id, name, type, ...(comment === undefined ? {} : { description: comment }) };
  });
  const { id, highestFieldId, partitionKeys, primaryKeys, options, comment, timeMillis } = schema;
  const file = {
    version: FORMAT_VERSION,
    ...{ id, fields, highestFieldId, partitionKeys, primaryKeys, options },
    ...(comment === undefined ? {} : { comment }),
    timeMillis,
  };
  return new TextEncoder().encode(JSON.stringify(file, null, 2));
}

/** Reads a schema file. Throws CORRUPT when it is none, REFUSED for a newer version or unsupported column types. */
export function decodeSchema(bytes: Uint8Array, path: string): TableSchema {
  let json: Partial<Record<string, unknown>>;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Record<string, unknown>>;
  } catch (cause) {
    throw new LakeliftError('CORRUPT', 'the schema file is not JSON', { file: path, cause });
  }
  if (typeof json['id'] !== 'number' || !Array.isArray(json['fields'])) {
    throw new LakeliftError('CORRUPT', 'the schema file has no id or no fields', { file: path });
  }
  if (Number(json['version'] ?? 1) > FORMAT_VERSION) {
    throw new LakeliftError('REFUSED', `schema version ${String(json['version'])} is newer than ${FORMAT_VERSION}`, {
      file: path,
    });
  }
  const fields = json['fields'].map((field) => decodeTableField(field as Record<string, unknown>));
  for (const key of (json['partitionKeys'] ?? []) as string[]) {
    if (fields.some(({ name }) => name === key)) continue;
    throw new LakeliftError('CORRUPT', `the schema's partition key ${key} is none of its columns`, { file: path });
  }
  return {
    id: json['id'],
    fields,
    highestFieldId: Number(json['highestFieldId']),
    partitionKeys: (json['partitionKeys'] ?? []) as string[],
    primaryKeys: (json['primaryKeys'] ?? []) as string[],
    options: (json['options'] ?? {}) as Record<string, string>,
    ...(typeof json['comment'] === 'string' ? { comment: json['comment'] } : {}),
    timeMillis: Number(json['timeMillis'] ?? 0),
  };
}

function decodeTableField(json: Record<string, unknown>): TableField {
  const id = Number(json['id']);
  const nestedIds = nestedFieldIds(json['type']);
  const counted = nestedIds.every((nested, index) => nested === id + 1 + index);
  const ids = counted ? {} : { nestedIds };
  const field = { id, name: String(json['name']), type: decodeType(json['type']), ...ids };
  return typeof json['description'] === 'string' ? { ...field, comment: json['description'] } : field;
}
