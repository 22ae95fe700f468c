import { DEFAULT_PARTITION } from '../partition-name.js';
import type { TokenReader } from './reader.js';

/** `('k'='v', ...)`; Spark also writes keys as bare words in dots and leaves the `=` out. Later keys win. */
export function readEntries(reader: TokenReader): Record<string, string> {
  const entries = reader.list((): [string, string] => {
    const key = readKey(reader);
    reader.accept('=');
    return [key, readLiteral(reader)];
  });
  return Object.fromEntries(entries);
}

function readKey(reader: TokenReader): string {
  if (reader.peek().kind === 'string') return reader.string();
  const parts = [reader.exactName()];
  while (reader.accept('.')) parts.push(reader.exactName());
  return parts.join('.');
}

/** A text in quotes, a number, `true` or `false`, as its text; `DATE '2024-01-01'` is the text of the date. */
export function readLiteral(reader: TokenReader): string {
  if (
    reader.peek().kind === 'word' &&
    reader.peek(1).kind === 'string' &&
    /^(date|timestamp)$/i.test(reader.peek().text)
  ) {
    reader.next();
  }
  if (reader.peek().kind === 'string') return reader.string();
  const sign = reader.accept('-') ? '-' : '';
  const { kind, text } = reader.peek();
  if (kind !== 'word' || !(/^\d/.test(text) || /^(true|false)$/i.test(text))) {
    throw reader.expected('a text in quotes or a number');
  }
  reader.next();
  const fraction = reader.accept('.') ? `.${reader.next().text}` : '';
  return `${sign}${text}${fraction}`;
}

/** A partition's value as the metastore has it: the literal's text; NULL is Hive's default partition. */
export function readPartitionValue(reader: TokenReader): string {
  if (reader.accept('NULL')) return DEFAULT_PARTITION;
  const text = readLiteral(reader);
  return text === '' ? DEFAULT_PARTITION : text;
}
