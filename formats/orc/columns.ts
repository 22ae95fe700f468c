import { LakeliftError } from '../../errors/error.js';
import type { DataType, Field } from '../types.js';
import { orcTypeName } from './schema.js';
import type { OrcType } from './schema.js';

/**
 * The columns of an ORC file as Hive would declare them, names in lower case. Throws REFUSED for a name clash, and for unions, which
 * the lake has no type for.
 */
export function orcColumns(schema: OrcType): Field[] {
  return fieldsOf(schema);
}

function fieldsOf(struct: OrcType): Field[] {
  const seen = new Set<string>();
  return struct.children.map((child, i) => {
    const name = struct.fieldNames[i]!.toLowerCase();
    if (seen.has(name)) {
      throw new LakeliftError('REFUSED', `two columns are called ${name} when case is ignored`, { column: name });
    }
    seen.add(name);
    return { name, type: typeOf(child, name) };
  });
}

function typeOf(file: OrcType, name: string): DataType {
  const [first, second] = file.children;
  switch (file.kind) {
    case 'LIST':
      return { kind: 'ARRAY', element: typeOf(first!, `${name}.element`) };
    case 'MAP':
      return { kind: 'MAP', key: typeOf(first!, `${name}.key`), value: typeOf(second!, `${name}.value`) };
    case 'STRUCT':
      return { kind: 'ROW', fields: fieldsOf(file) };
    case 'DECIMAL':
      // Hive 0.11 gave decimals no precision; Hive reads them as decimal(38,18).
      if (file.precision === 0) return { kind: 'DECIMAL', precision: 38, scale: 18 };
      return { kind: 'DECIMAL', precision: file.precision, scale: file.scale };
    case 'CHAR':
    case 'VARCHAR':
      return { kind: file.kind, length: file.maxLength ?? 1 };
    case 'TIMESTAMP':
      return { kind: 'TIMESTAMP', precision: 6 };
    case 'TIMESTAMP_INSTANT':
      return { kind: 'TIMESTAMP_LTZ', precision: 6 };
    case 'UNION':
      throw new LakeliftError('REFUSED', `${name} is ${orcTypeName(file)}, which the lake has no type for`, {
        column: name,
        next: 'exclude the table, or rewrite the column first',
      });
    default:
      return { kind: SIMPLE_TYPES[file.kind] };
  }
}

/** The lake's type of each kind of ORC column that has neither parameters nor fields. */
export const SIMPLE_TYPES = {
  BOOLEAN: 'BOOLEAN',
  BYTE: 'TINYINT',
  SHORT: 'SMALLINT',
  INT: 'INT',
  LONG: 'BIGINT',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  STRING: 'STRING',
  BINARY: 'BYTES',
  DATE: 'DATE',
} as const;
