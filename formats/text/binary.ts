import { ambiguous } from './reader.js';
import type { FieldReader } from './reader.js';

/** What commons-codec (Hive before 4.0) takes: blanks between, the URL alphabet too, all up to the first padding. */
const COMMONS = /^[\w+/= \t\r\n-]*$/;
/** What java.util.Base64 (since) takes: full groups, of which the last may be short or padded. */
const JAVA = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}(?:==)?|[A-Za-z\d+/]{3}=?)?$/;

/**
 * BINARY: base64 where the text is some, else the bytes themselves. Where the two libraries that versions of Hive use disagree, the value
 * is refused. Source: org.apache.hadoop.hive.serde2.lazy.LazyBinary.
 */
export const binaryReader: FieldReader = (bytes, from, to) => {
  const text = bytes.toString('latin1', from, to);
  // A single character decodes to no byte, and then counts as it is.
  const decodes = COMMONS.test(text) && text.replace(/=[^]*$|[ \t\r\n]/g, '').length > 1;
  if (!decodes) return bytes.subarray(from, to);
  if (!JAVA.test(text)) throw ambiguous(text, { kind: 'BYTES' });
  return Buffer.from(text, 'base64');
};
