import { LakeliftError } from '../../errors/error.js';

/* Avro's schema language: https://avro.apache.org/docs/1.11.1/specification/#schema-declaration */

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
type Primitive = (typeof PRIMITIVES)[number];

export type AvroType =
  | { readonly kind: Primitive; readonly logical?: LogicalType }
  | { readonly kind: 'fixed'; readonly name: string; readonly size: number; readonly logical?: LogicalType }
  | { readonly kind: 'enum'; readonly name: string; readonly symbols: readonly string[]; readonly otherwise?: string }
  | { readonly kind: 'array'; readonly items: AvroType }
  | { readonly kind: 'map'; readonly values: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] }
  | AvroRecordType;

export interface AvroRecordType {
  readonly kind: 'record';
  readonly name: string;
  readonly fields: readonly AvroRecordField[];
}

export interface AvroRecordField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: AvroType;
  /** As in the JSON; absent when there is none. */
  readonly default?: unknown;
}

export interface LogicalType {
  readonly name: string;
  readonly precision: number;
  readonly scale: number;
  /** Hive's own, of char and varchar. */
  readonly maxLength?: number;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a schema, with names resolved. Throws CORRUPT for what is no schema, and REFUSED for a record that holds itself, which no table
 * can.
 */
export function parseAvroSchema(text: string): AvroType {
  try {
    return new SchemaReader().type(JSON.parse(text), '');
  } catch (cause) {
    if (cause instanceof LakeliftError) throw cause;
    // What is left is JSON's own error, and the stack's end.
    const why = cause instanceof RangeError ? 'nested too deep' : 'no JSON';
    throw new LakeliftError('CORRUPT', `the Avro schema is ${why}`, { cause });
  }
}

class SchemaReader {
  /** Named types by full name; undefined while a type is being read. */
  private readonly named = new Map<string, AvroType | undefined>();

  type(json: unknown, namespace: string): AvroType {
    if (typeof json === 'string') return this.reference(json, namespace);
    if (Array.isArray(json)) return { kind: 'union', branches: json.map((branch) => this.type(branch, namespace)) };
    if (!isJson(json)) throw invalid(json);
    switch (json['type']) {
      case 'record':
      case 'error':
        return this.name(json, namespace, (name, inner) => ({
          kind: 'record',
          name,
          fields: this.fields(json, inner),
        }));
      case 'enum':
        return this.name(json, namespace, (name) => enumOf(json, name));
      case 'fixed':
        return this.name(json, namespace, (name) => ({
          kind: 'fixed',
          name,
          size: natural(json['size'], json),
          ...logicalOf(json),
        }));
      case 'array':
        return { kind: 'array', items: this.type(json['items'], namespace) };
      case 'map':
        return { kind: 'map', values: this.type(json['values'], namespace) };
      default:
        return this.annotated(json, namespace);
    }
  }

  /** `{"type": "long", "logicalType": ...}`, or any type once more in braces. */
  private annotated(json: Json, namespace: string): AvroType {
    const type = this.type(json['type'], namespace);
    return isPrimitive(type.kind) ? { kind: type.kind, ...logicalOf(json) } : type;
  }

  private reference(name: string, namespace: string): AvroType {
    if (isPrimitive(name)) return { kind: name };
    const full = this.named.has(fullName(name, namespace)) ? fullName(name, namespace) : name;
    const type = this.named.get(full);
    if (type !== undefined) return type;
    if (!this.named.has(full))
      throw new LakeliftError('CORRUPT', `the Avro schema names ${name}, which it does not define`);
    throw new LakeliftError('REFUSED', `the Avro record ${full} holds itself, which no table can`);
  }

  private name(json: Json, outer: string, build: (name: string, namespace: string) => AvroType): AvroType {
    const short = json['name'];
    if (typeof short !== 'string' || short === '') throw invalid(json);
    const namespace = typeof json['namespace'] === 'string' ? json['namespace'] : outer;
    const name = fullName(short, namespace);
    this.named.set(name, undefined);
    const type = build(name, name.slice(0, Math.max(0, name.lastIndexOf('.'))));
    this.named.set(name, type);
    return type;
  }

  private fields(json: Json, namespace: string): AvroRecordField[] {
    const fields = json['fields'];
    if (!Array.isArray(fields)) throw invalid(json);
    return fields.map((field: unknown) => {
      if (!isJson(field) || typeof field['name'] !== 'string') throw invalid(field);
      const type = this.type(field['type'], namespace);
      const common = { name: field['name'], aliases: texts(field['aliases'] ?? [], field), type };
      return 'default' in field ? { ...common, default: field['default'] } : common;
    });
  }
}

function enumOf(json: Json, name: string): AvroType {
  const symbols = texts(json['symbols'], json);
  const otherwise = json['default'];
  return { kind: 'enum', name, symbols, ...(typeof otherwise === 'string' ? { otherwise } : {}) };
}

function logicalOf(json: Json): { readonly logical?: LogicalType } {
  const { logicalType, precision, scale, maxLength } = json;
  if (typeof logicalType !== 'string') return {};
  const logical = { name: logicalType, precision: numberOr(precision, 0), scale: numberOr(scale, 0) };
  // Hive writes the length of char and varchar as a text or a number.
  return { logical: maxLength === undefined ? logical : { ...logical, maxLength: Number(maxLength) } };
}

const fullName = (name: string, namespace: string): string =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;

const isPrimitive = (kind: string): kind is Primitive => PRIMITIVES.some((one) => one === kind);

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

function natural(value: unknown, json: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw invalid(json);
}

function texts(value: unknown, json: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw invalid(json);
}

function invalid(json: unknown): LakeliftError {
  const text = JSON.stringify(json) ?? 'nothing';
  return new LakeliftError('CORRUPT', `the Avro schema is invalid at ${text.slice(0, 80)}`);
}
