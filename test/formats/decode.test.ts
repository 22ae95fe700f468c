import { describe, expect, it } from 'vitest';
import type { DataType } from '../../formats/index.js';
import { array, decimal, golden, INT, LTZ, map, plainColumn, row, STRING, TIMESTAMP } from './values.js';
import type { Plain } from './values.js';

const DECIMALS = { nine: decimal(9, 2), eighteen: decimal(18, 2), wide: decimal(38, 10) };
const FLAT: Record<string, DataType> = {
  b: { kind: 'BOOLEAN' },
  tiny: { kind: 'TINYINT' },
  small: { kind: 'SMALLINT' },
  i: INT,
  big: { kind: 'BIGINT' },
  f: { kind: 'FLOAT' },
  d: { kind: 'DOUBLE' },
  s: STRING,
  bytes: { kind: 'BYTES' },
  fixed: { kind: 'BYTES' },
};
const POINT = row({ x: INT, name: STRING, at: TIMESTAMP });
const NESTED: Record<string, DataType> = {
  ints: array(INT),
  lists: array(array(STRING)),
  points: array(POINT),
  point: POINT,
  m: map(STRING, array(decimal(5, 2))),
  deep: row({ m: map(INT, POINT), l: array({ kind: 'DATE' }) }),
};
const LEGACY_POINT = row({ x: INT, at: LTZ });
const LEGACY: Record<string, DataType> = {
  id: INT,
  tiny: { kind: 'TINYINT' },
  small: { kind: 'SMALLINT' },
  ts: LTZ,
  d: { kind: 'DATE' },
  ...DECIMALS,
  s: STRING,
  ints: array(INT),
  dense: array(INT),
  points: array(LEGACY_POINT),
  points2: array(LEGACY_POINT),
  lists: array(array(STRING)),
  m: map(STRING, array(decimal(5, 2))),
  point: LEGACY_POINT,
};
const GOLDEN: [string, Record<string, DataType>][] = [
  ['int96-dictionary', { ts: TIMESTAMP, l: array(TIMESTAMP) }],
  ['int96-plain', { ts: TIMESTAMP, l: array(TIMESTAMP) }],
  ['times-v1', { ms: TIMESTAMP, us: TIMESTAMP }],
  ['times-v2', { ns: TIMESTAMP, ltz: LTZ, d: { kind: 'DATE' } }],
  ['decimals-fixed', DECIMALS],
  ['decimals-integer', DECIMALS],
  ['flat-v1', FLAT],
  ['flat-encodings', FLAT],
  ['nested', NESTED],
  ['nested-item', NESTED],
  ['nested-required', { ints: array(INT), points: array(row({ x: INT, y: STRING })), m: map(STRING, INT) }],
  ['legacy-snappy', LEGACY],
  ['legacy-gzip', LEGACY],
];

describe('values of golden files', () => {
  it.each(GOLDEN.flatMap(([file, types]) => Object.entries(types).map(([name, type]) => [file, name, type] as const)))(
    '%s: %s',
    async (file, name, type) => {
      const { values, ...opened } = await golden(file);
      const written = Object.entries(values).find(([column]) => column.toLowerCase() === name)![1];
      expect(entriesSorted(await plainColumn(opened, name, type), type)).toEqual(entriesSorted(written, type));
    },
  );
});

/** Spark hands out a map's entries in another order than it wrote them. */
function entriesSorted(values: readonly Plain[], type: DataType): readonly Plain[] {
  if (type.kind !== 'MAP') return values;
  return values.map((entries) =>
    Array.isArray(entries) ? entries.map((entry) => JSON.stringify(entry)).sort() : entries,
  );
}
