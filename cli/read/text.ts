import type { DataType, Value } from '../../formats/index.js';
import { showValue } from '../../verify/index.js';

/** A value as JSON: numbers as they are, decimals, dates and times as text, bytes as `0x…`, maps with text keys as objects. */
export function jsonOf(value: Value, type: DataType): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR': {
      const text = showValue(value, type);
      // Bytes that are no text are shown as such.
      return text.startsWith('0x') ? JSON.stringify(text) : text;
    }
    case 'FLOAT':
    case 'DOUBLE':
      return Number.isFinite(value) ? showValue(value, type) : JSON.stringify(String(value));
    case 'ARRAY':
      return `[${(value as readonly Value[]).map((item) => jsonOf(item, type.element)).join(',')}]`;
    case 'MAP':
      return mapOf(value as readonly (readonly Value[])[], type);
    case 'ROW':
      return objectOf(type.fields.map((field, i) => [field.name, jsonOf((value as readonly Value[])[i]!, field.type)]));
    default:
      return JSON.stringify(showValue(value, type));
  }
}

/** An object of values that are JSON already. */
export function objectOf(properties: readonly (readonly [name: string, json: string])[]): string {
  return `{${properties.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

function mapOf(pairs: readonly (readonly Value[])[], { key, value }: DataType & { kind: 'MAP' }): string {
  const texts = pairs.map((pair) => [jsonOf(pair[0]!, key), jsonOf(pair[1]!, value)] as const);
  const isText = key.kind === 'STRING' || key.kind === 'CHAR' || key.kind === 'VARCHAR';
  if (isText) return `{${texts.map(([name, json]) => `${name}:${json}`).join(',')}}`;
  return `[${texts.map(([name, json]) => `[${name},${json}]`).join(',')}]`;
}

/** A value as a field of CSV (RFC 4180): null is empty, an empty text is `""`, nested values are JSON. */
export function csvOf(value: Value, type: DataType): string {
  if (value === null) return '';
  switch (type.kind) {
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR': {
      const json = jsonOf(value, type);
      return csvField(JSON.parse(json) as string);
    }
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return csvField(jsonOf(value, type));
    default:
      return showValue(value, type);
  }
}

/** A text as a field of CSV. */
export function csvField(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
