import { LakeliftError } from '../../errors/error.js';
import type { RowReader } from './reader.js';

const UTF8 = ['utf-8', 'utf8'];
/** Java's aliases; the web's ISO-8859-1 is another encoding. */
const LATIN1 = ['iso-8859-1', 'iso8859-1', 'iso8859_1', 'iso_8859-1', 'latin1', 'l1'];

/**
 * Turns each line into UTF-8 before it is parted, as Hive does. Throws REFUSED for encodings other than UTF-8 and ISO-8859-1, by name.
 * Source: org.apache.hadoop.hive.serde2.AbstractEncodingAwareSerDe.
 */
export function recodedRows(readRow: RowReader, encoding = 'UTF-8'): RowReader {
  if (UTF8.includes(encoding.toLowerCase())) return readRow;
  if (!LATIN1.includes(encoding.toLowerCase())) {
    throw new LakeliftError('REFUSED', `serialization.encoding is ${encoding}; only UTF-8 and ISO-8859-1 are read`, {
      next: 'rewrite the table as Parquet in Hive, or leave it out with --tables',
    });
  }
  return (bytes, from, to) => {
    const line = Buffer.from(bytes.toString('latin1', from, to), 'utf8');
    return readRow(line, 0, line.length);
  };
}
