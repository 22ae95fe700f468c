import type { Token } from './tokens.js';
import type { TokenReader } from './reader.js';
import type { TypeTree } from './type-tree.js';

/** Types of more than one word, after their first. */
const LONGER: Readonly<Record<string, readonly string[]>> = {
  double: ['PRECISION'],
  timestamp: ['WITH LOCAL TIME ZONE'],
  interval: ['YEAR TO MONTH', 'DAY TO SECOND', 'YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'],
};

/** Other words for the same type; the metastore holds only one. */
const SAME_TYPE: Readonly<Record<string, string>> = {
  integer: 'int',
  byte: 'tinyint',
  short: 'smallint',
  long: 'bigint',
  numeric: 'decimal',
  dec: 'decimal',
  'double precision': 'double',
  timestamp_ltz: 'timestamp',
};

/**
 * A type as Hive or Spark writes it (`ARRAY<STRUCT<a: INT COMMENT 'x'>>`). Comments and NOT NULL within structs are passed over: the
 * metastore's type strings cannot hold them.
 */
export function readType(reader: TokenReader): TypeTree {
  if (reader.peek().kind !== 'word') throw reader.expected('a type');
  const start = reader.next();
  const word = start.text.toLowerCase();
  if (!reader.sees('<')) return { kind: 'plain', text: plainText(reader, start) };
  if (word === 'struct') return { kind: word, fields: angled(reader, () => readField(reader)) };
  if (word !== 'array' && word !== 'map' && word !== 'uniontype') throw reader.fail(`${word} takes no <`, start);
  const members = angled(reader, () => readType(reader));
  if (word === 'array' && members.length !== 1) throw reader.fail('an array has one type of elements', start);
  if (word === 'map' && members.length !== 2) throw reader.fail('a map has a type of keys and one of values', start);
  return { kind: word, members };
}

function plainText(reader: TokenReader, start: Token): string {
  let word = start.text.toLowerCase();
  if (['struct', 'array', 'map', 'uniontype'].includes(word)) throw reader.expected(`< after ${word}`);
  const more = (LONGER[word] ?? []).find((words) => reader.accept(words));
  if (more !== undefined) word = `${word} ${more.toLowerCase()}`;
  word = SAME_TYPE[word] ?? word;
  const sizes = reader.sees('(') ? reader.list(() => reader.number()) : [];
  if (word === 'decimal') return `decimal(${sizes[0] ?? 10},${sizes[1] ?? 0})`;
  return sizes.length === 0 ? word : `${word}(${sizes.join(',')})`;
}

function readField(reader: TokenReader): { name: string; type: TypeTree } {
  const name = reader.exactName();
  reader.accept(':');
  const type = readType(reader);
  reader.accept('NOT NULL');
  if (reader.accept('COMMENT')) reader.string();
  return { name, type };
}

function angled<T>(reader: TokenReader, item: () => T): T[] {
  reader.expect('<');
  const items: T[] = [];
  do items.push(item());
  while (reader.accept(','));
  reader.expect('>');
  return items;
}
