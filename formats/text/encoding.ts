import { LakeliftError } from '../../errors/error.js';
import type { RowReader } from './reader.js';

const UTF8 = ['utf-8', 'utf8'];
/** Java's aliases; the web's ISO-8859-1 is another encoding. */
const LATIN1 = ['iso-8859-1', 'iso8859-1', 'iso8859_1', 'iso_8859-1', 'latin1', 'l1'];

/** Whether lines are in UTF-8, which they are unless the table says otherwise. */
export function isUtf8(encoding: string | undefined): boolean {
  return encoding === undefined || UTF8.includes(encoding.toLowerCase());
}

/**
 * Turns each line into UTF-8 before it is parted, as Hive does. Throws REFUSED for encodings other than UTF-8 and ISO-8859-1, by name.
 * Source: org.apache.hadoop.hive.serde2.AbstractEncodingAwareSerDe.
 */
export function recodedRows(readRow: RowReader, encoding: string | undefined): RowReader {
  if (isUtf8(encoding)) return readRow;
  if (!LATIN1.includes(encoding!.toLowerCase()))
    throw refused(`serialization.encoding is ${encoding}; only UTF-8 and ISO-8859-1 are read`);
  return (bytes, from, to) => {
    const line = Buffer.from(bytes.toString('latin1', from, to), 'utf8');
    return readRow(line, 0, line.length);
  };
}

/** For SerDes that follow the encoding in some versions of Hive only. Throws REFUSED for any but UTF-8. */
export function requireUtf8(encoding: string | undefined): void {
  if (isUtf8(encoding)) return;
  throw refused(`serialization.encoding is ${encoding}, which not all versions of Hive follow for this SerDe`);
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, {
    next: 'rewrite the table as Parquet in Hive, or leave it out with --tables',
  });
}
