import { isUtf8 } from 'node:buffer';
import { LakeliftError } from '../../errors/error.js';
import type { DataType, Field, Value } from '../types.js';
import { fitText, notUtf8 } from './characters.js';
import { parseFloatText } from './floats.js';
import { javaPattern } from './java-pattern.js';
import { ambiguous } from './reader.js';
import type { RowReader } from './reader.js';

type Properties = Readonly<Record<string, string>>;
/** Turns what a group matched into a value; undefined is a group that took no part. */
type GroupValue = (text: string | undefined) => Value;

/**
 * Reads lines as RegexSerDe does: each group is a column, all columns are null in a line that does not match as a whole. Throws REFUSED for
 * expressions that JavaScript does not read as Java does, and for columns other than texts, numbers and booleans.
 * Source: org.apache.hadoop.hive.serde2.RegexSerDe.
 */
export function regexRows(columns: readonly Field[], properties: Properties): RowReader {
  const pattern = properties['input.regex'];
  if (pattern === undefined) throw refused('it has no input.regex');
  const { regex, groups } = javaPattern(pattern, properties['input.regex.case.insensitive']?.toLowerCase() === 'true');
  if (groups !== columns.length) throw refused(`input.regex has ${groups} groups for ${columns.length} columns`);
  const values = columns.map(groupValue);
  const noMatch = columns.map(() => null);
  return (bytes, from, to) => {
    if (!isUtf8(bytes.subarray(from, to))) throw notUtf8(bytes.subarray(from, to));
    const match = regex.exec(bytes.toString('utf8', from, to));
    return match === null ? noMatch : values.map((valueOf, i) => valueOf(match[i + 1]));
  };
}

function groupValue({ name, type }: Field): GroupValue {
  switch (type.kind) {
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return (text) => (text === undefined ? null : fitText(Buffer.from(text), type));
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return (text) => (text === undefined ? null : wholeNumber(text, type, name));
    case 'FLOAT':
    case 'DOUBLE':
      return (text) => (text === undefined ? null : parseFloatText(text, type.kind as 'FLOAT' | 'DOUBLE'));
    case 'BOOLEAN':
      // A group that took no part is false as well, as java.lang.Boolean.valueOf has it.
      return (text) => text?.toLowerCase() === 'true';
    default:
      throw refused('RegexSerDe is read for texts, numbers and booleans only').at({ column: name });
  }
}

const BITS: Readonly<Record<string, bigint>> = { TINYINT: 7n, SMALLINT: 15n, INT: 31n, BIGINT: 63n };

/** As java.lang.Long.valueOf, but for digits of other scripts, which are refused. */
function wholeNumber(text: string, type: DataType, column: string): number | bigint | null {
  if (!/^[+-]?\p{Nd}+$/u.test(text)) return null;
  if (!/^[+-]?\d+$/.test(text)) throw ambiguous(text, type).at({ column });
  const value = BigInt(text.replace('+', ''));
  const limit = 2n ** BITS[type.kind]!;
  if (value >= limit || value < -limit) return null;
  return type.kind === 'BIGINT' ? value : Number(value);
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, {
    next: 'declare the columns as STRING in Hive, or leave the table out with --tables',
  });
}
