import { LakeliftError } from '../errors/index.js';
import type { DataType, Field, SchemaNode } from '../formats/index.js';

/**
 * The columns of a Parquet file as Hive would declare them, names in lower case. Throws REFUSED for a name clash and for types that
 * neither Hive nor the lake has (unsigned integers, TIME, INTERVAL, half floats).
 */
export function fileColumns(schema: SchemaNode): Field[] {
  const fields = schema.children.map((node) => ({ name: node.name.toLowerCase(), type: columnType(node) }));
  requireDistinct(fields);
  return fields;
}

function columnType(node: SchemaNode): DataType {
  return node.repetition === 'REPEATED' ? { kind: 'ARRAY', element: typeOf(node) } : typeOf(node);
}

function typeOf(node: SchemaNode): DataType {
  if (node.type !== undefined) return leafType(node);
  const annotation = node.logicalType?.kind ?? node.convertedType;
  const only = node.children[0];
  if (annotation === 'LIST' && node.children.length === 1 && only !== undefined) {
    return { kind: 'ARRAY', element: elementType(node, only) };
  }
  if (annotation === 'MAP' || annotation === 'MAP_KEY_VALUE') {
    const [key, value] = only?.children ?? [];
    if (key === undefined || value === undefined) throw refused(node, 'is a map without key or value');
    return { kind: 'MAP', key: columnType(key), value: columnType(value) };
  }
  if (annotation !== undefined) throw refused(node, `is ${annotation}`);
  const fields = node.children.map((child) => ({ name: child.name.toLowerCase(), type: columnType(child) }));
  requireDistinct(fields);
  return { kind: 'ROW', fields };
}

/** The backward-compatibility rules of parquet-format's LogicalTypes.md: a repeated node may be the element or only hold it. */
function elementType(list: SchemaNode, repeated: SchemaNode): DataType {
  const isElement =
    repeated.type !== undefined ||
    repeated.children.length !== 1 ||
    repeated.name === 'array' ||
    repeated.name === `${list.name}_tuple`;
  return isElement ? typeOf(repeated) : columnType(repeated.children[0]!);
}

function leafType(node: SchemaNode): DataType {
  const { logicalType: logical, convertedType: converted } = node;
  if (logical?.kind === 'DECIMAL') return decimalType(node, logical.precision, logical.scale);
  if (converted === 'DECIMAL') return decimalType(node, node.precision ?? 0, node.scale ?? 0);
  switch (node.type) {
    case 'BOOLEAN':
      return { kind: 'BOOLEAN' };
    case 'FLOAT':
      return { kind: 'FLOAT' };
    case 'DOUBLE':
      return { kind: 'DOUBLE' };
    case 'INT96':
      return { kind: 'TIMESTAMP', precision: 6 };
    case 'INT32':
    case 'INT64':
      return integerType(node);
    default: {
      const text = logical?.kind ?? converted;
      if (text === 'STRING' || text === 'UTF8' || text === 'ENUM' || text === 'JSON') return { kind: 'STRING' };
      if (text === undefined || text === 'BSON') return { kind: 'BYTES' };
      throw refused(node, `is ${text}`);
    }
  }
}

function decimalType(node: SchemaNode, precision: number, scale: number): DataType {
  if (precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision)
    return { kind: 'DECIMAL', precision, scale };
  throw refused(node, `is DECIMAL(${precision},${scale})`);
}

const BITS: Readonly<Record<number, DataType>> = {
  8: { kind: 'TINYINT' },
  16: { kind: 'SMALLINT' },
  32: { kind: 'INT' },
  64: { kind: 'BIGINT' },
};

function integerType(node: SchemaNode): DataType {
  const { logicalType: logical, convertedType: converted } = node;
  if (logical?.kind === 'TIMESTAMP') {
    return { kind: logical.adjustedToUtc ? 'TIMESTAMP_LTZ' : 'TIMESTAMP', precision: 6 };
  }
  if (logical?.kind === 'INTEGER' && logical.signed && BITS[logical.bitWidth] !== undefined)
    return BITS[logical.bitWidth]!;
  if (logical?.kind === 'DATE' || (logical === undefined && converted === 'DATE')) return { kind: 'DATE' };
  if (logical !== undefined)
    throw refused(node, `is ${logical.kind === 'INTEGER' ? 'an unsigned integer' : logical.kind}`);
  // Converted timestamps are instants: parquet-format maps them to isAdjustedToUTC = true.
  if (converted?.startsWith('TIMESTAMP_')) return { kind: 'TIMESTAMP_LTZ', precision: 6 };
  const bits = /^INT_(\d+)$/.exec(converted ?? '')?.[1];
  if (bits !== undefined) return BITS[Number(bits)]!;
  if (converted !== undefined) throw refused(node, `is ${converted}`);
  return { kind: node.type === 'INT32' ? 'INT' : 'BIGINT' };
}

function requireDistinct(fields: readonly Field[]): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name)) {
      throw new LakeliftError('REFUSED', `two columns are called ${name} when case is ignored`, { column: name });
    }
    seen.add(name);
  }
}

function refused(node: SchemaNode, what: string): LakeliftError {
  return new LakeliftError('REFUSED', `the Parquet column ${node.name} ${what}, which Hive has no type for`, {
    column: node.name,
    next: 'exclude the table, or rewrite the column first',
  });
}
