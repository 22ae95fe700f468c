import { LakeliftError, placed } from '../../errors/error.js';
import { batchOfRows, columnOf } from '../batch.js';
import type { DecodedBatch } from '../batch.js';
import type { ByteSource } from '../byte-source.js';
import type { Field, Value } from '../types.js';
import { requireReadable, textBytes } from './input.js';
import { textLines } from './lines.js';
import type { Lines } from './lines.js';
import type { LinesReader, RowReader, TextReader } from './reader.js';
import { COLUMNS_PROPERTY, textSerde } from './serdes.js';
import { withoutEdges } from './skip.js';

/** How the text files of a table are stored, as its metastore entry says. */
export interface TextStorage {
  readonly serde: string;
  /** Those of the table under those of the SerDe. */
  readonly properties: Readonly<Record<string, string>>;
}

/** What reads the lines of a table. */
export interface TextFormat extends TextReader {
  readonly header: number;
  readonly footer: number;
}

/** Rows of a batch, at most. */
const MAX_ROWS = 8192;

/**
 * Prepares to read lines as rows of a table; `columns` are all of the table's in order, without partition keys. Throws REFUSED, naming the
 * column or property, for what cannot be read as all versions of Hive do.
 */
export function textFormat({ serde, properties }: TextStorage, columns: readonly Field[]): TextFormat {
  const makeReader = textSerde(serde);
  if (makeReader === undefined) throw refused(`the SerDe ${serde} is not read`);
  if ((properties['line.delim'] ?? '\n') !== '\n')
    throw refused('line.delim is not the end of a line, which Hive does not follow');
  if (properties['textinputformat.record.delimiter'] !== undefined) {
    throw refused('textinputformat.record.delimiter is set, which Hive takes from sessions only');
  }
  const known = knownColumns(columns, properties);
  const { readRow, readLines } = makeReader(known, properties);
  return {
    readRow: padded(readRow, columns.length),
    ...(readLines === undefined ? {} : { readLines: paddedLines(readLines, columns.slice(known.length)) }),
    header: lineCount(properties, 'skip.header.line.count'),
    footer: lineCount(properties, 'skip.footer.line.count'),
  };
}

/**
 * Decodes a text file in batches of up to 8,192 rows; `path` tells its compression. Memory: a few pieces of 1 MiB, the longest line, one batch.
 * Throws REFUSED naming column and offset for values that have no certain meaning, CORRUPT for damaged compression; offsets of
 * lines in compressed files are those after decompression.
 */
export async function* openText(
  storage: TextStorage,
  columns: readonly Field[],
  source: ByteSource,
  path: string,
): AsyncGenerator<DecodedBatch> {
  const { readRow, readLines, header, footer } = textFormat(storage, columns);
  requireReadable(path);
  const all = withoutEdges(textLines(textBytes(source, path)), header, footer);
  for await (const lines of all) {
    for (const some of parts(lines)) {
      if (readLines === undefined) yield batchOfRows(rowsOf(some, readRow), columns);
      else yield { rowCount: some.bounds.length / 2, columns: readLines(some) };
    }
  }
}

function* parts(lines: Lines): Generator<Lines> {
  const { length } = lines.bounds;
  if (length <= MAX_ROWS * 2) yield lines;
  else {
    for (let done = 0; done < length; done += MAX_ROWS * 2)
      yield { ...lines, bounds: lines.bounds.slice(done, done + MAX_ROWS * 2) };
  }
}

function rowsOf({ bytes, bounds, offset }: Lines, readRow: RowReader): (readonly Value[])[] {
  const rows: (readonly Value[])[] = [];
  for (let at = 0; at < bounds.length; at += 2) rows.push(rowAt(readRow, bytes, bounds[at]!, bounds[at + 1]!, offset));
  return rows;
}

/** Those of the table that the partition's entry has: Hive does not look for others in its files. */
function knownColumns(columns: readonly Field[], properties: TextStorage['properties']): readonly Field[] {
  const names = properties[COLUMNS_PROPERTY] ?? '';
  return names === '' ? columns : columns.slice(0, names.split(',').length);
}

/** Nulls for the columns behind those that are read. */
function padded(readRow: RowReader, count: number): RowReader {
  return (bytes, from, to) => {
    const row = readRow(bytes, from, to);
    return row.length === count ? row : [...row, ...new Array<Value>(count - row.length).fill(null)];
  };
}

function paddedLines(readLines: LinesReader, missing: readonly Field[]): LinesReader {
  return (lines) => {
    const nulls = missing.map((column) => columnOf(column, lines.bounds.length / 2, () => null));
    return [...readLines(lines), ...nulls];
  };
}

function rowAt(readRow: RowReader, bytes: Buffer, from: number, to: number, offset: number): readonly Value[] {
  try {
    return readRow(bytes, from, to);
  } catch (error) {
    throw placed(error, { offset: offset + from });
  }
}

function lineCount(properties: Readonly<Record<string, string>>, name: string): number {
  const text = properties[name] ?? '0';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw refused(`${name} is ${JSON.stringify(text)}, no number of lines`);
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, { next: 'rewrite the table as Parquet, or leave it out with --tables' });
}
