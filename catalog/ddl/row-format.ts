import type { TableClauses } from './clauses.js';
import { readEntries } from './literals.js';
import type { TokenReader } from './reader.js';
import { LAZY_SIMPLE_SERDE } from './storage-format.js';

/** Each clause of ROW FORMAT DELIMITED and its SerDe property. Source: org.apache.hadoop.hive.serde.serdeConstants. */
const DELIMITERS: readonly (readonly [words: string, property: string])[] = [
  ['FIELDS TERMINATED BY', 'field.delim'],
  ['ESCAPED BY', 'escape.delim'],
  ['COLLECTION ITEMS TERMINATED BY', 'collection.delim'],
  ['MAP KEYS TERMINATED BY', 'mapkey.delim'],
  ['LINES TERMINATED BY', 'line.delim'],
  ['NULL DEFINED AS', 'serialization.null.format'],
];

/** What follows ROW FORMAT: a SerDe with its properties, or delimiters. */
export function readRowFormat(reader: TokenReader, into: TableClauses): void {
  if (reader.accept('SERDE')) {
    into.serde = reader.string();
    if (reader.accept('WITH SERDEPROPERTIES')) Object.assign(into.serdeParameters, readEntries(reader));
    return;
  }
  reader.expect('DELIMITED');
  into.serde = LAZY_SIMPLE_SERDE;
  for (;;) {
    const found = DELIMITERS.find(([words]) => reader.accept(words));
    if (found === undefined) return;
    into.serdeParameters[found[1]] = reader.string();
    // Hive writes the delimiter of fields twice, the second for SerDes that know no other.
    if (found[1] === 'field.delim') into.serdeParameters['serialization.format'] = into.serdeParameters['field.delim']!;
  }
}
