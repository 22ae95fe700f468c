import { isUtf8 } from 'node:buffer';
import { LakeliftError } from '../../errors/error.js';
import type { Field, Value } from '../types.js';
import { notUtf8 } from './characters.js';
import type { RowReader } from './reader.js';

type Properties = Readonly<Record<string, string>>;

/** The characters of a CSV table as bytes: all are ASCII, so that they are no part of other characters in UTF-8. */
interface CsvCharacters {
  readonly separator: number;
  readonly quote: number;
  readonly escape: number;
}

/** What opencsv takes for the escape when the property is not set, or set to this, the default of its writer. */
const BACKSLASH = 0x5c;
const WRITER_DEFAULT = 0x22;

/**
 * Reads lines as OpenCSVSerde does, by the parser of opencsv 2.3: every column is a STRING, missing ones are null, a quoted field does not go
 * on in the next line. Hive does not look at the declared types; other ones than STRING are refused. Source: org.apache.hadoop.hive.serde2.OpenCSVSerde,
 * au.com.bytecode.opencsv.CSVParser.
 */
export function csvRows(columns: readonly Field[], properties: Properties): RowReader {
  for (const { name, type } of columns) {
    if (type.kind !== 'STRING') throw notString(name);
  }
  const parser = new CsvParser(csvCharacters(properties));
  return (bytes, from, to) => {
    if (!isUtf8(bytes.subarray(from, to))) throw notUtf8(bytes.subarray(from, to));
    // Java has no line to read where there is nothing.
    const fields = from === to ? [] : parser.fields(bytes, from, to);
    const row: Value[] = fields.slice(0, columns.length);
    while (row.length < columns.length) row.push(null);
    return row;
  };
}

function csvCharacters(properties: Properties): CsvCharacters {
  const separator = character(properties, 'separatorChar', 0x2c);
  const quote = character(properties, 'quoteChar', 0x22);
  const escape = character(properties, 'escapeChar', WRITER_DEFAULT);
  const characters = { separator, quote, escape: escape === WRITER_DEFAULT ? BACKSLASH : escape };
  // opencsv fails on all lines then.
  if (new Set(Object.values(characters)).size < 3)
    throw unusable('two of separatorChar, quoteChar and escapeChar are the same');
  return characters;
}

function character(properties: Properties, name: string, otherwise: number): number {
  const text = properties[name];
  if (text === undefined) return otherwise;
  const code = text === '' ? NaN : text.charCodeAt(0);
  if (code > 0 && code < 0x80) return code;
  throw unusable(`${name} is ${JSON.stringify(text)}; only ASCII characters are read`);
}

/** The fields of one line; a quoted one that does not end in it is none. */
class CsvParser {
  constructor(private readonly characters: CsvCharacters) {}

  fields(bytes: Buffer, from: number, to: number): Buffer[] {
    const { separator, quote, escape } = this.characters;
    // What fields become is never longer than the line.
    const output = Buffer.allocUnsafe(to - from);
    const fields: Buffer[] = [];
    let start = 0;
    let length = 0;
    let inQuotes = false;
    let inField = false;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      const next = at + 1 < to ? bytes[at + 1] : undefined;
      if (byte === escape) {
        if ((inQuotes || inField) && (next === quote || next === escape)) output[length++] = bytes[++at]!;
      } else if (byte === quote) {
        if ((inQuotes || inField) && next === quote) {
          output[length++] = bytes[++at]!;
        } else {
          if (this.isWithin(bytes, from, at, next)) {
            if (length > start && BLANK.test(output.toString('utf8', start, length))) length = start;
            else output[length++] = byte;
          }
          inQuotes = !inQuotes;
        }
        inField = !inField;
      } else if (byte === separator && !inQuotes) {
        fields.push(output.subarray(start, length));
        start = length;
        inField = false;
      } else {
        output[length++] = byte;
        inField = true;
      }
    }
    if (!inQuotes) fields.push(output.subarray(start, length));
    return fields;
  }

  /** Whether a quote counts as part of the field: not beside a separator, and not among the first three characters of the line. */
  private isWithin(bytes: Buffer, from: number, at: number, next: number | undefined): boolean {
    const { separator } = this.characters;
    if (next === undefined || next === separator || bytes[at - 1] === separator) return false;
    // Java counts the units of UTF-16.
    return at - from > 2 && (at - from > 8 || bytes.toString('utf8', from, at).length > 2);
  }
}

/** What java.lang.Character.isWhitespace has. */
const BLANK = /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;

function notString(column: string): LakeliftError {
  return new LakeliftError(
    'REFUSED',
    'OpenCSVSerde makes strings of all columns, this one is declared as something else',
    {
      column,
      next: 'declare the column as STRING in Hive (ALTER TABLE ... CHANGE), which changes nothing of how it is read',
    },
  );
}

function unusable(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, { next: 'leave the table out with --tables' });
}
