import { LakeliftError } from '../../errors/error.js';
import type { DataType, Field, Value } from '../types.js';
import { binaryReader } from './binary.js';
import { booleanReader } from './booleans.js';
import { textReader } from './characters.js';
import { dateReader } from './dates.js';
import { decimalReader } from './decimals.js';
import { floatReader } from './floats.js';
import { wholeNumberReader } from './integers.js';
import type { LazyParameters } from './lazy-parameters.js';
import { inColumn } from './reader.js';
import type { FieldReader, RowReader } from './reader.js';
import { timestampReader } from './timestamps.js';

/**
 * Reads lines of fields between separators: missing fields are null, further ones are passed over. Throws REFUSED for types the SerDe
 * does not have and for nesting deeper than its separators; the reader throws REFUSED for values.
 * Source: org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe, LazyFactory, LazyStruct.
 */
export function lazySimpleRows(columns: readonly Field[], parameters: LazyParameters): RowReader {
  const readers = columns.map(({ name, type }) => inColumn(name, valueReader(type, parameters, name)));
  return structReader(readers, parameters.separators[0]!, parameters);
}

/** Reads a field that stands alone, as ColumnarSerDe keeps them; its null text is null. Throws as `lazySimpleRows` does. */
export function lazySimpleField(type: DataType, parameters: LazyParameters, name: string): FieldReader {
  const read = valueReader(type, parameters, name);
  const isNull = nullTest(parameters.nullText);
  return (bytes, from, to) => (isNull(bytes, from, to) ? null : read(bytes, from, to));
}

/** Reads a field that is not null. Throws as `lazySimpleRows` does. */
export function valueReader(type: DataType, parameters: LazyParameters, name: string): FieldReader {
  return fieldReader(type, 1, parameters, name);
}

/** `level`: the separator that parts the value's own items. */
function fieldReader(type: DataType, level: number, parameters: LazyParameters, name: string): FieldReader {
  switch (type.kind) {
    case 'ARRAY': {
      const element = fieldReader(type.element, level + 1, parameters, name);
      return arrayReader(element, separatorAt(level, parameters, name), parameters);
    }
    case 'MAP': {
      const key = fieldReader(type.key, level + 2, parameters, name);
      const value = fieldReader(type.value, level + 2, parameters, name);
      const [items, pair] = [level, level + 1].map((at) => separatorAt(at, parameters, name)) as [number, number];
      return mapReader(key, value, items, pair, parameters);
    }
    case 'ROW': {
      const fields = type.fields.map((field) => fieldReader(field.type, level + 1, parameters, name));
      return structReader(fields, separatorAt(level, parameters, name), parameters);
    }
    default:
      return scalarReader(type, parameters, name);
  }
}

function scalarReader(type: DataType, parameters: LazyParameters, name: string): FieldReader {
  switch (type.kind) {
    case 'BOOLEAN':
      return booleanReader;
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return wholeNumberReader(type as Parameters<typeof wholeNumberReader>[0]);
    case 'FLOAT':
    case 'DOUBLE':
      return floatReader(type.kind);
    case 'DECIMAL':
      return decimalReader(type);
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return textReader(type, parameters.escape);
    case 'BYTES':
      return binaryReader;
    case 'DATE':
      return dateReader;
    case 'TIMESTAMP':
      return timestampReader(type, parameters.patterns);
    default:
      throw new LakeliftError('REFUSED', 'a timestamp with local time zone in text depends on the zone of its writer', {
        column: name,
        next: 'make the column a STRING or TIMESTAMP in Hive, or leave the table out with --tables',
      });
  }
}

function separatorAt(level: number, { separators }: LazyParameters, name: string): number {
  const separator = separators[level];
  if (separator !== undefined) return separator;
  throw new LakeliftError(
    'REFUSED',
    `it is nested deeper than LazySimpleSerDe has separators, ${separators.length - 1} levels`,
    {
      column: name,
      next: 'leave the table out with --tables; Hive cannot read it either',
    },
  );
}

/** Fields in order. Source: org.apache.hadoop.hive.serde2.lazy.LazyStruct.parse. */
function structReader(fields: readonly FieldReader[], separator: number, parameters: LazyParameters): RowReader {
  const { escape, lastTakesRest } = parameters;
  const isNull = nullTest(parameters.nullText);
  const count = fields.length;
  return (bytes, from, to) => {
    const row = new Array<Value>(count).fill(null);
    let field = 0;
    let begin = from;
    let at = from;
    while (at <= to) {
      if (at === to || bytes[at] === separator) {
        if (lastTakesRest && field === count - 1) at = to;
        if (!isNull(bytes, begin, at)) row[field] = fields[field]!(bytes, begin, at);
        field += 1;
        if (field === count || at === to) break;
        begin = ++at;
      } else {
        at += bytes[at] === escape && at + 1 < to ? 2 : 1;
      }
    }
    return row;
  };
}

/** Source: org.apache.hadoop.hive.serde2.lazy.LazyArray.parse. */
function arrayReader(element: FieldReader, separator: number, parameters: LazyParameters): FieldReader {
  const isNull = nullTest(parameters.nullText);
  return (bytes, from, to) => {
    const items: Value[] = [];
    if (from === to) return items;
    for (let begin = from, at = from; at <= to;) {
      if (at === to || bytes[at] === separator) {
        items.push(isNull(bytes, begin, at) ? null : element(bytes, begin, at));
        begin = ++at;
      } else {
        at += bytes[at] === parameters.escape && at + 1 < to ? 2 : 1;
      }
    }
    return items;
  };
}

/**
 * Entries without a key are left out; of two with one key the first counts; one without a separator has no value.
 * Source: org.apache.hadoop.hive.serde2.lazy.LazyMap.parse and getMap.
 */
function mapReader(
  readKey: FieldReader,
  readValue: FieldReader,
  items: number,
  pair: number,
  parameters: LazyParameters,
): FieldReader {
  const isNull = nullTest(parameters.nullText);
  return (bytes, from, to) => {
    const entries: Value[] = [];
    const seen = new Set<unknown>();
    const add = (begin: number, middle: number, end: number): void => {
      const keyEnd = middle < 0 ? end : middle;
      const key = isNull(bytes, begin, keyEnd) ? null : readKey(bytes, begin, keyEnd);
      if (key === null || seen.has(identity(key))) return;
      seen.add(identity(key));
      const noValue = middle < 0 || isNull(bytes, middle + 1, end);
      entries.push([key, noValue ? null : readValue(bytes, middle + 1, end)]);
    };
    if (from === to) return entries;
    for (let begin = from, at = from, middle = -1; at <= to;) {
      if (at === to || bytes[at] === items) {
        add(begin, middle, at);
        middle = -1;
        begin = ++at;
      } else {
        if (middle < 0 && bytes[at] === pair) middle = at;
        at += bytes[at] === parameters.escape && at + 1 < to ? 2 : 1;
      }
    }
    return entries;
  };
}

/** What equal keys have in common; no two NaN are equal in Java. */
function identity(key: Value): unknown {
  if (key instanceof Uint8Array) return Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');
  return Number.isNaN(key) ? Symbol() : Object.is(key, -0) ? '-0' : key;
}

/** Whether a field is the text that stands for null. */
export function nullTest(text: Buffer): (bytes: Buffer, from: number, to: number) => boolean {
  return (bytes, from, to) => {
    if (to - from !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
    return true;
  };
}
