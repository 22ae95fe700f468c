import { LakeliftError } from '../../errors/error.js';
import { timestampPatterns } from './timestamp-patterns.js';
import type { TimestampPattern } from './timestamp-patterns.js';

/** How LazySimpleSerDe reads a table. */
export interface LazyParameters {
  /** One byte for each level of nesting. */
  readonly separators: readonly number[];
  readonly escape: number | undefined;
  readonly nullText: Buffer;
  /** Whether the last field of every struct, the row among them, goes to its end. */
  readonly lastTakesRest: boolean;
  readonly patterns: readonly TimestampPattern[];
}

type Properties = Readonly<Record<string, string>>;

/** From the properties of SerDe and table. Throws REFUSED. Source: org.apache.hadoop.hive.serde2.lazy.LazySerDeParameters. */
export function lazyParameters(properties: Properties): LazyParameters {
  const escape = properties['escape.delim'];
  const base64 = properties['hive.serialization.decode.binary.as.base64'] ?? 'true';
  if (base64.toLowerCase() !== 'true')
    throw refused('hive.serialization.decode.binary.as.base64 is off, which Hive before 4.0 ignores');
  return {
    separators: separatorsOf(properties),
    escape: escape === undefined ? undefined : delimiterByte(escape, 0x5c),
    nullText: Buffer.from(properties['serialization.null.format'] ?? '\\N'),
    lastTakesRest: properties['serialization.last.column.takes.rest']?.toLowerCase() === 'true',
    patterns: timestampPatterns(properties['timestamp.formats']),
  };
}

/** After the first three: control characters that are no part of texts, and with more levels all bytes beyond ASCII. */
const DEEPER = [...range(4, 8), 11, ...range(14, 26), ...range(28, 31), ...range(128, 255)];

function separatorsOf(properties: Properties): number[] {
  const isOn = (name: string) => properties[name]?.toLowerCase() === 'true';
  const all = [
    delimiterByte(properties['field.delim'] ?? properties['serialization.format'], 1),
    delimiterByte(collectionDelimiter(properties), 2),
    delimiterByte(properties['mapkey.delim'], 3),
    ...DEEPER,
  ];
  if (isOn('hive.serialization.extend.additional.nesting.levels')) return all;
  return all.slice(0, isOn('hive.serialization.extend.nesting.levels') ? 24 : 8);
}

/** Hive before 3.0 misspelt it, and writes and reads the misspelt one. */
function collectionDelimiter(properties: Properties): string | undefined {
  const [old, now] = [properties['colelction.delim'], properties['collection.delim']];
  if (old !== undefined && now !== undefined && old !== now) {
    throw refused('it has colelction.delim, which Hive 2 reads, and another collection.delim, which Hive 3 reads');
  }
  return now ?? old;
}

/** A number is a byte's value, everything else is its first character cut to a byte. Source: LazyUtils.getByte. */
function delimiterByte(text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  return (value >= -128 && value <= 127 ? value : text.charCodeAt(0)) & 0xff;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, { next: 'set the property so that all versions read the same' });
}
