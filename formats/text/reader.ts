import { LakeliftError, placed } from '../../errors/error.js';
import type { DecodedColumn } from '../batch.js';
import { typeName } from '../type-name.js';
import type { DataType, Value } from '../types.js';
import type { Lines } from './lines.js';

/** Reads the value that is written in `bytes` from `from` up to `to`; what no value can be made of is null. */
export type FieldReader = (bytes: Buffer, from: number, to: number) => Value;

/** Reads one line into the values of all columns. */
export type RowReader = (bytes: Buffer, from: number, to: number) => readonly Value[];

/** Reads lines into columns. */
export type LinesReader = (lines: Lines) => readonly DecodedColumn[];

/** Reads the lines of a table one by one, or, where a SerDe parts them into fields before it reads any, many at once. */
export interface TextReader {
  readonly readRow: RowReader;
  readonly readLines?: LinesReader;
}

/** REFUSED: Hive's versions (2.3, 3.1 and 4.0 were compared) make different values of this text. */
export function ambiguous(text: string, type: DataType): LakeliftError {
  return new LakeliftError('REFUSED', `Hive's versions read ${JSON.stringify(text)} as ${typeName(type)} differently`, {
    next: 'repair the value, make the column a STRING in Hive, or leave the table out with --tables',
  });
}

/** A reader whose errors name the column. */
export function inColumn(column: string, read: FieldReader): FieldReader {
  return (bytes, from, to) => {
    try {
      return read(bytes, from, to);
    } catch (error) {
      throw placed(error, { column });
    }
  };
}
