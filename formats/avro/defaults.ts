import { LakeliftError } from '../../errors/error.js';
import { typeName } from '../type-name.js';
import type { DataType, Value } from '../types.js';
import { conversion } from './convert.js';
import type { AvroWriter } from './convert.js';
import type { AvroRecordField, AvroType } from './schema.js';

/**
 * What a field has that the file lacks: its default, as a value of the table's type. Throws REFUSED when there is none, or none of the
 * type. Source: Avro specification, "default".
 */
export function defaultValue({ name, type, ...field }: AvroRecordField, to: DataType, writer: AvroWriter): Value {
  if (!('default' in field)) {
    throw new LakeliftError('REFUSED', `the file lacks ${name}, and the table's Avro schema gives it no default`);
  }
  const json = field.default;
  try {
    return valueOf(json, type, to, writer);
  } catch (cause) {
    if (cause instanceof LakeliftError && cause.code === 'REFUSED') throw cause;
    const text = JSON.stringify(json);
    throw new LakeliftError('REFUSED', `the default ${text} of ${name} is not a ${typeName(to)}`, { cause });
  }
}

function valueOf(json: unknown, declared: AvroType, to: DataType, writer: AvroWriter): Value {
  // Of a union, the default is a value of its first branch.
  const type = declared.kind === 'union' ? declared.branches[0]! : declared;
  if (type.kind === 'null') {
    if (json === null) return null;
    throw new TypeError('not null');
  }
  if (type.kind === 'array' && to.kind === 'ARRAY') {
    return (json as unknown[]).map((item) => valueOf(item, type.items, to.element, writer));
  }
  if (type.kind === 'map' && to.kind === 'MAP') {
    const pairs = Object.entries(json as Record<string, unknown>);
    return pairs.map(([key, value]) => [utf8(key), valueOf(value, type.values, to.value, writer)]);
  }
  if (type.kind === 'record' && to.kind === 'ROW') {
    const given = json as Record<string, unknown>;
    return to.fields.map((field) => {
      const inner = type.fields.find(({ name }) => name.toLowerCase() === field.name.toLowerCase());
      if (inner === undefined) throw new TypeError(`no field ${field.name}`);
      const value = given[inner.name];
      return defaultValue(value === undefined ? inner : { ...inner, default: value }, field.type, writer);
    });
  }
  const convert = conversion(type, to, writer);
  if (convert === undefined) throw new TypeError(`${type.kind} is not ${typeName(to)}`);
  return convert(rawDefault(json, type));
}

/** As the reader of the binary encoding would give it. */
function rawDefault(json: unknown, { kind }: AvroType): boolean | number | bigint | Uint8Array {
  if (kind === 'boolean' && typeof json === 'boolean') return json;
  if (kind === 'long' && Number.isSafeInteger(json)) return BigInt(json as number);
  if (kind === 'int' && Number.isInteger(json)) return json as number;
  if ((kind === 'float' || kind === 'double') && typeof json === 'number')
    return kind === 'float' ? Math.fround(json) : json;
  if ((kind === 'string' || kind === 'enum') && typeof json === 'string') return utf8(json);
  // Bytes stand in JSON as the characters of ISO 8859-1.
  if ((kind === 'bytes' || kind === 'fixed') && typeof json === 'string')
    return Uint8Array.from(Buffer.from(json, 'latin1'));
  throw new TypeError(`no ${kind}`);
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
