import { isUtf8 } from 'node:buffer';
import { LakeliftError, placed } from '../../errors/error.js';
import type { DataType, Field, Value } from '../types.js';
import { typeName } from '../type-name.js';
import { fitText, notUtf8 } from './characters.js';
import { dateReader } from './dates.js';
import { decimalReader } from './decimals.js';
import { JsonCursor } from './json-cursor.js';
import { ambiguous } from './reader.js';
import type { FieldReader, RowReader } from './reader.js';
import { timestampPatterns } from './timestamp-patterns.js';
import type { TimestampPattern } from './timestamp-patterns.js';
import { timestampReader } from './timestamps.js';

/** Reads the value a cursor stands at. */
type JsonReader = (cursor: JsonCursor) => Value;

/**
 * Reads lines of one JSON object each as Hive's JsonSerDe do; names in any case, unknown ones are passed over, missing ones are null. A value is
 * taken where all versions make the same of it, and refused where they differ (numbers in quotes), where Hive's query would fail, and where
 * a name is given twice.
 * Source: org.apache.hive.hcatalog.data.JsonSerDe (2.3), org.apache.hadoop.hive.serde2.JsonSerDe (3.1), HiveJsonReader (4.0).
 */
export function jsonRows(columns: readonly Field[], properties: Readonly<Record<string, string>>): RowReader {
  const ignoreExtra = properties['text.ignore.extra.fields'] ?? 'true';
  if (ignoreExtra.toLowerCase() !== 'true')
    throw refused('text.ignore.extra.fields is off, which Hive before 4.0 ignores');
  const patterns = timestampPatterns(properties['timestamp.formats']);
  const read = structReader(columns, patterns, true);
  return (bytes, from, to) => {
    if (!isUtf8(bytes.subarray(from, to))) throw notUtf8(bytes.subarray(from, to));
    const cursor = new JsonCursor(bytes, from, to);
    if (cursor.peek() !== 'object') throw refused('the line is no JSON object');
    const row = read(cursor);
    cursor.finish();
    return row;
  };
}

function jsonReader(type: DataType, patterns: readonly TimestampPattern[]): JsonReader {
  const read = presentReader(type, patterns);
  return (cursor) => {
    if (cursor.peek() !== 'word') return read(cursor);
    const word = cursor.word();
    if (word === null || type.kind === 'BOOLEAN') return word;
    if (isText(type)) return fitText(Buffer.from(String(word)), type);
    throw ambiguous(String(word), type);
  };
}

/** Of values other than true, false and null. */
function presentReader(type: DataType, patterns: readonly TimestampPattern[]): JsonReader {
  switch (type.kind) {
    case 'ARRAY': {
      const element = jsonReader(type.element, patterns);
      return (cursor) => {
        requireKind(cursor, 'array', type);
        const items: Value[] = [];
        cursor.array(() => items.push(element(cursor)));
        return items;
      };
    }
    case 'MAP':
      return mapReader(type, patterns);
    case 'ROW': {
      const read = structReader(type.fields, patterns, false);
      return (cursor) => {
        requireKind(cursor, 'object', type);
        return read(cursor);
      };
    }
    case 'BYTES':
    case 'TIMESTAMP_LTZ':
      throw refused(`versions of Hive read JSON as ${typeName(type)} differently`);
    case 'DATE':
      return quoted(type, dateReader);
    case 'TIMESTAMP':
      return quoted(type, timestampReader(type, patterns));
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return (cursor) => fitText(cursor.peek() === 'string' ? cursor.string() : plainInteger(cursor, type), type);
    case 'DECIMAL': {
      const read = decimalReader(type);
      return (cursor) => {
        const text = cursor.peek() === 'string' ? cursor.string() : certainNumber(cursor, type);
        return read(text, 0, text.length);
      };
    }
    case 'BOOLEAN':
      return (cursor) => {
        requireKind(cursor, 'string', type);
        const text = cursor.string().toString('utf8');
        if (text !== 'true' && text !== 'false') throw ambiguous(text, type);
        return text === 'true';
      };
    default:
      return (cursor) => {
        requireKind(cursor, 'number', type);
        return numberOf(cursor.number(), type);
      };
  }
}

/** Members in any order; `named` adds the column to errors. */
function structReader(
  fields: readonly Field[],
  patterns: readonly TimestampPattern[],
  named: boolean,
): (cursor: JsonCursor) => Value[] {
  const readers = new Map(
    fields.map(({ name, type }, index) => [name.toLowerCase(), { index, read: readerOf(name, type, patterns, named) }]),
  );
  return (cursor) => {
    const row = new Array<Value>(fields.length).fill(null);
    const seen = new Set<string>();
    cursor.object((bytes) => {
      const name = bytes.toString('utf8').toLowerCase();
      const field = readers.get(name);
      const place = placeOf(name);
      if (place < fields.length ? place !== field?.index : field === undefined && /^_col\d+$/.test(name))
        throw refused(`the line has a field ${name}, which stands for a column by its position`);
      if (field === undefined) return cursor.skip();
      if (seen.has(name)) throw refused(`the line has the field ${name} twice`);
      seen.add(name);
      row[field.index] = field.read(cursor);
    });
    return row;
  };
}

/**
 * The column that 4.0 takes a name for, before it looks for one of that name; Infinity for none, 0 for digits that are not ASCII, which are refused.
 * Source: ObjectInspectorUtils.getStandardStructFieldRef.
 */
function placeOf(name: string): number {
  if (!/^[+-]?\p{Nd}+$/u.test(name)) return Infinity;
  const place = Number(name);
  if (Number.isNaN(place)) return 0;
  return place < 0 ? Infinity : place;
}

function readerOf(name: string, type: DataType, patterns: readonly TimestampPattern[], named: boolean): JsonReader {
  if (!named) return jsonReader(type, patterns);
  const inColumn = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw placed(error, { column: name });
    }
  };
  const read = inColumn(() => jsonReader(type, patterns));
  return (cursor) => inColumn(() => read(cursor));
}

/** Keys of texts and whole numbers; of a key given twice the last value counts, at the place of the first. */
function mapReader(type: DataType & { kind: 'MAP' }, patterns: readonly TimestampPattern[]): JsonReader {
  const { key, value } = type;
  if (!isText(key) && !(key.kind in INTEGERS)) throw refused(`keys of ${typeName(key)} in JSON are not read`);
  const readValue = jsonReader(value, patterns);
  return (cursor) => {
    requireKind(cursor, 'object', type);
    const entries = new Map<string, readonly Value[]>();
    cursor.object((name) => {
      const keyValue = isText(key) ? fitText(name, key) : keyNumber(name.toString('latin1'), key);
      const identity =
        typeof keyValue === 'object' ? Buffer.from(keyValue as Uint8Array).toString('latin1') : String(keyValue);
      entries.set(identity, [keyValue, readValue(cursor)]);
    });
    return [...entries.values()];
  };
}

/** A key is a text in JSON; 4.0 takes 0 for one that is no number, the versions before fail. */
function keyNumber(text: string, type: DataType): number | bigint {
  if (!/^-?\d+$/.test(text)) throw ambiguous(text, type);
  return numberOf(text, type);
}

const INTEGERS: Readonly<Record<string, bigint>> = { TINYINT: 7n, SMALLINT: 15n, INT: 31n, BIGINT: 63n };

/** Under integers numbers that fit, without their fraction; any number under floats. */
function numberOf(text: string, type: DataType): number | bigint {
  if (type.kind === 'DOUBLE') return Number(text);
  if (type.kind === 'FLOAT') return Math.fround(Number(text));
  const value = wholePart(text);
  if (value === undefined) throw ambiguous(text, type);
  const limit = 2n ** INTEGERS[type.kind]!;
  if (value >= limit || value < -limit) throw ambiguous(text, type);
  return type.kind === 'BIGINT' ? value : Number(value);
}

/** Fractions and exponents go through a double in Hive, which is exact up to 2^53. */
function wholePart(text: string): bigint | undefined {
  if (/^-?\d+$/.test(text)) return BigInt(text);
  const whole = Math.trunc(Number(text));
  return Number.isSafeInteger(whole) ? BigInt(whole) : undefined;
}

/** A whole number under a text: 4.0 writes other numbers anew. */
function plainInteger(cursor: JsonCursor, type: DataType): Buffer {
  requireKind(cursor, 'number', type);
  const text = cursor.number();
  if (!/^(?:0|-?[1-9]\d*)$/.test(text)) throw ambiguous(text, type);
  return Buffer.from(text);
}

/** A number that survives being a double in between, as 4.0 has it. */
function certainNumber(cursor: JsonCursor, type: DataType): Buffer {
  requireKind(cursor, 'number', type);
  const text = cursor.number();
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  if (/[.eE]/.test(text) && digits.length > 15) throw ambiguous(text, type);
  return Buffer.from(text);
}

/** What is written as in delimited text; that the text is none fails the query in one version and is null in another. */
function quoted(type: DataType, read: FieldReader): JsonReader {
  return (cursor) => {
    requireKind(cursor, 'string', type);
    const text = cursor.string();
    const value = read(text, 0, text.length);
    if (value === null) throw ambiguous(text.toString('utf8'), type);
    return value;
  };
}

const isText = ({ kind }: DataType): boolean => kind === 'STRING' || kind === 'CHAR' || kind === 'VARCHAR';

function requireKind(cursor: JsonCursor, kind: ReturnType<JsonCursor['peek']>, type: DataType): void {
  const found = cursor.peek();
  if (found !== kind) throw ambiguous(found, type);
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, { next: 'repair the file, or leave the table out with --tables' });
}
