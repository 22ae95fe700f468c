import { isUtf8 } from 'node:buffer';
import { LakeliftError } from '../../errors/error.js';
import { padded } from '../parquet/decode/char.js';
import type { DataType } from '../types.js';
import type { FieldReader } from './reader.js';

/**
 * STRING, VARCHAR and CHAR: longer texts are cut at the type's length, CHAR is filled up with blanks. With an escape byte, the byte after
 * each one stands for itself, `n` and `r` for the ends of lines. Throws REFUSED for texts that are not UTF-8.
 * Source: org.apache.hadoop.hive.serde2.lazy.LazyString, LazyHiveVarchar, LazyHiveChar, LazyUtils.copyAndEscapeStringDataToText.
 */
export function textReader(type: DataType, escape: number | undefined): FieldReader {
  return (bytes, from, to) =>
    fitText(escape === undefined ? bytes.subarray(from, to) : unescape(bytes, from, to, escape), type);
}

/** Cuts and fills a text as its type says. */
export function fitText(text: Buffer, type: DataType): Uint8Array {
  if (!isAscii(text) && !isUtf8(text)) throw notUtf8(text);
  if (type.kind !== 'CHAR' && type.kind !== 'VARCHAR') return text;
  const cut = text.length <= type.length ? text : text.subarray(0, endOfCharacter(text, type.length));
  return type.kind === 'CHAR' ? padded(cut, type.length) : cut;
}

/** For short texts, a look at each byte takes less than a call of Node's. */
function isAscii(text: Buffer): boolean {
  if (text.length > 64) return false;
  for (let at = 0; at < text.length; at++) if (text[at]! >= 0x80) return false;
  return true;
}

/** Where the first `count` code points end. */
function endOfCharacter(text: Buffer, count: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if ((text[at]! & 0xc0) !== 0x80 && ++seen > count) return at;
  }
  return text.length;
}

function unescape(bytes: Buffer, from: number, to: number, escape: number): Buffer {
  const first = bytes.subarray(from, to).indexOf(escape);
  if (first < 0) return bytes.subarray(from, to);
  const output = Buffer.allocUnsafe(to - from);
  let length = bytes.copy(output, 0, from, from + first);
  for (let at = from + first; at < to; at++) {
    let byte = bytes[at]!;
    if (byte === escape && at < to - 1) {
      byte = bytes[++at]!;
      if (byte === LETTER_N) byte = 0x0a;
      else if (byte === LETTER_R) byte = 0x0d;
    }
    output[length++] = byte;
  }
  return output.subarray(0, length);
}

const LETTER_N = 0x6e;
const LETTER_R = 0x72;

/** REFUSED: a text in an unknown encoding. */
export function notUtf8(text: Buffer): LakeliftError {
  const shown = text.subarray(0, 20).toString('latin1');
  return new LakeliftError('REFUSED', `the text ${JSON.stringify(shown)} (as ISO-8859-1) is not UTF-8`, {
    next: "say what it is in the table's property serialization.encoding, or make the column BINARY",
  });
}
