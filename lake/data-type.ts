import { LakeliftError } from '../errors/error.js';
import type { DataType, Field } from '../formats/index.js';

/** A type as it stands in a schema file: text for simple types, an object for nested ones. */
export type TypeJson = string | { readonly [key: string]: unknown };

/** Number of field ids used up below a type: one per struct field, at any depth. */
export function nestedFieldCount(type: DataType): number {
  switch (type.kind) {
    case 'ARRAY':
      return nestedFieldCount(type.element);
    case 'MAP':
      return nestedFieldCount(type.key) + nestedFieldCount(type.value);
    case 'ROW':
      return type.fields.reduce((count, field) => count + 1 + nestedFieldCount(field.type), 0);
    default:
      return 0;
  }
}

/**
 * The type as Paimon's schema file spells it.
 * Struct fields take ids from `nextId`, a field before its own nested fields, as Paimon numbers them. Map keys are NOT NULL.
 */
export function encodeType(type: DataType, nextId: () => number): TypeJson {
  switch (type.kind) {
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'CHAR':
    case 'VARCHAR':
      return `${type.kind}(${type.length})`;
    case 'TIMESTAMP':
      return `TIMESTAMP(${type.precision})`;
    case 'TIMESTAMP_LTZ':
      return `TIMESTAMP(${type.precision}) WITH LOCAL TIME ZONE`;
    case 'ARRAY':
      return { type: 'ARRAY', element: encodeType(type.element, nextId) };
    case 'MAP': {
      const key = encodeType(type.key, nextId);
      return { type: 'MAP', key: notNull(key), value: encodeType(type.value, nextId) };
    }
    case 'ROW':
      return { type: 'ROW', fields: type.fields.map((field) => encodeField(field, nextId)) };
    default:
      return type.kind;
  }
}

/** A type as `encodeType` gives it, without null among its values. */
export function notNull(type: TypeJson): TypeJson {
  return typeof type === 'string' ? `${type} NOT NULL` : { ...type, type: `${String(type['type'])} NOT NULL` };
}

function encodeField(field: Field, nextId: () => number): TypeJson {
  const id = nextId();
  return {
    id,
    name: field.name,
    type: encodeType(field.type, nextId),
    ...(field.comment === undefined ? {} : { description: field.comment }),
  };
}

const SIMPLE = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INT',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'STRING',
  'BYTES',
  'DATE',
]);
const PARAMETRISED = /^(\w+)(?:\((\d+)(?:\s*,\s*(\d+))?\))?(\s+WITH LOCAL TIME ZONE)?$/;

/**
 * A type from a schema file. NOT NULL is read and dropped: every type of this program is nullable.
 * Throws REFUSED for types this program has no values for (TIME, VARIANT, MULTISET, ...).
 */
export function decodeType(json: unknown): DataType {
  if (typeof json === 'string') return decodeText(json.replace(/\s+NOT NULL$/, '').trim());
  const object = asObject(json);
  switch (String(object['type']).replace(/\s+NOT NULL$/, '')) {
    case 'ARRAY':
      return { kind: 'ARRAY', element: decodeType(object['element']) };
    case 'MAP':
      return { kind: 'MAP', key: decodeType(object['key']), value: decodeType(object['value']) };
    case 'ROW':
      return { kind: 'ROW', fields: asArray(object['fields']).map(decodeField) };
    default:
      throw unknownType(JSON.stringify(json));
  }
}

/** The ids of the struct fields within a type of a schema file, a field before its own nested fields. */
export function nestedFieldIds(json: unknown): number[] {
  if (typeof json !== 'object' || json === null) return [];
  const { element, key, value, fields } = json as Readonly<Record<string, unknown>>;
  const below = (Array.isArray(fields) ? fields : []).flatMap((field: { id?: unknown; type?: unknown }) => [
    Number(field.id),
    ...nestedFieldIds(field.type),
  ]);
  return [...below, ...[element, key, value].flatMap(nestedFieldIds)];
}

function decodeField(json: unknown): Field {
  const object = asObject(json);
  const field = { name: String(object['name']), type: decodeType(object['type']) };
  return typeof object['description'] === 'string' ? { ...field, comment: object['description'] } : field;
}

function decodeText(text: string): DataType {
  if (SIMPLE.has(text)) return { kind: text } as DataType;
  const match = PARAMETRISED.exec(text);
  if (match === null) throw unknownType(text);
  const [, name, first, second, zone] = match;
  const number = (fallback: number): number => (first === undefined ? fallback : Number(first));
  switch (name) {
    case 'DECIMAL':
      return { kind: 'DECIMAL', precision: number(10), scale: second === undefined ? 0 : Number(second) };
    case 'CHAR':
    case 'VARCHAR':
      return { kind: name, length: number(1) };
    case 'BINARY':
    case 'VARBINARY':
      return { kind: 'BYTES' };
    case 'TIMESTAMP':
      return { kind: zone === undefined ? 'TIMESTAMP' : 'TIMESTAMP_LTZ', precision: number(6) };
    case 'TIMESTAMP_LTZ':
      return { kind: 'TIMESTAMP_LTZ', precision: number(6) };
    default:
      throw unknownType(text);
  }
}

function unknownType(text: string): LakeliftError {
  return new LakeliftError('REFUSED', `the lake table has a column of type ${text}, which is not supported`);
}

function asObject(json: unknown): { readonly [key: string]: unknown } {
  if (typeof json === 'object' && json !== null) return json as { readonly [key: string]: unknown };
  throw new LakeliftError('CORRUPT', `a schema file holds ${JSON.stringify(json)} where an object belongs`);
}

function asArray(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json as readonly unknown[];
  throw new LakeliftError('CORRUPT', `a schema file holds ${JSON.stringify(json)} where a list belongs`);
}
