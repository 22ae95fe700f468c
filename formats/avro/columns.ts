import { LakeliftError } from '../../errors/error.js';
import type { DataType, Field } from '../types.js';
import type { AvroRecordType, AvroType, LogicalType } from './schema.js';

/**
 * The columns of an Avro schema as Hive would declare them, names in lower case; timestamps with a zone are instants, as Spark has them.
 * Throws REFUSED for a name clash, and for types without a Hive type (unions of more than null and one other).
 * Source: org.apache.hadoop.hive.serde2.avro.SchemaToTypeInfo.
 */
export function avroColumns(schema: AvroType): Field[] {
  if (schema.kind === 'record') return fieldsOf(schema);
  throw new LakeliftError('REFUSED', `the file holds ${schema.kind}s, not records`);
}

function fieldsOf(record: AvroRecordType): Field[] {
  const seen = new Set<string>();
  return record.fields.map(({ name: written, type }) => {
    const name = written.toLowerCase();
    if (seen.has(name)) {
      throw new LakeliftError('REFUSED', `two columns are called ${name} when case is ignored`, { column: name });
    }
    seen.add(name);
    return { name, type: typeOf(type, name) };
  });
}

function typeOf(type: AvroType, name: string): DataType {
  switch (type.kind) {
    case 'union': {
      const rest = type.branches.filter(({ kind }) => kind !== 'null');
      if (rest.length === 1) return typeOf(rest[0]!, name);
      throw unknown(name, `a union of ${rest.map(({ kind }) => kind).join(' and ')}`);
    }
    case 'array':
      return { kind: 'ARRAY', element: typeOf(type.items, `${name}.element`) };
    case 'map':
      return { kind: 'MAP', key: { kind: 'STRING' }, value: typeOf(type.values, `${name}.value`) };
    case 'record':
      return { kind: 'ROW', fields: fieldsOf(type) };
    case 'enum':
      return { kind: 'STRING' };
    case 'null':
      throw unknown(name, 'null');
    default:
      return scalarType(type.kind, type.logical);
  }
}

function scalarType(kind: keyof typeof SIMPLE, logical: LogicalType | undefined): DataType {
  const { name, precision, scale, maxLength } = logical ?? { name: '', precision: 0, scale: 0, maxLength: undefined };
  if (name === 'decimal' && SIMPLE[kind] === 'BYTES') return { kind: 'DECIMAL', precision, scale };
  if (kind === 'int' && name === 'date') return { kind: 'DATE' };
  if (kind === 'long' && /^timestamp-(millis|micros)$/.test(name)) return { kind: 'TIMESTAMP_LTZ', precision: 6 };
  if (kind === 'long' && /^local-timestamp-(millis|micros)$/.test(name)) return { kind: 'TIMESTAMP', precision: 6 };
  if (kind === 'string' && maxLength !== undefined && (name === 'char' || name === 'varchar')) {
    return { kind: name === 'char' ? 'CHAR' : 'VARCHAR', length: maxLength };
  }
  return { kind: SIMPLE[kind] };
}

const SIMPLE = {
  boolean: 'BOOLEAN',
  int: 'INT',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  bytes: 'BYTES',
  fixed: 'BYTES',
  string: 'STRING',
} as const;

function unknown(name: string, what: string): LakeliftError {
  return new LakeliftError('REFUSED', `${name} is ${what}, which the lake has no type for`, {
    column: name,
    next: 'exclude the table, or rewrite the column first',
  });
}
