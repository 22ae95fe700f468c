import fc from 'fast-check';
import type { CatalogEntry, HiveColumn } from '../../catalog/index.js';
import { partition, table } from './samples.js';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,30}$/);
const primitive = fc.constantFrom(
  'int',
  'bigint',
  'string',
  'double',
  'date',
  'timestamp',
  'decimal(38,18)',
  'char(7)',
);

/** Hive types, nested up to a few levels. */
const type: fc.Arbitrary<string> = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    primitive,
    tie('type').map((element) => `array<${element}>`),
    fc.tuple(primitive, tie('type')).map(([key, value]) => `map<${key},${value}>`),
    fc
      .uniqueArray(name, { minLength: 1, maxLength: 4 })
      .chain((names) => fc.tuple(...names.map((field) => tie('type').map((of) => `${field}:${of}`))))
      .map((fields) => `struct<${fields.join(',')}>`),
  ),
})).type;

/** Any text a database takes: no NUL. */
const words = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\0', '0'));
const quoted = fc.constantFrom("it's", 'say "x"', 'a\\b', 'tab\tline\nend', '%_', '☃ größe 𝄞', '', ' padded ');
const long = fc.integer({ min: 3900, max: 4000 }).map((length) => 'v'.repeat(length));
const value = fc.oneof(words, quoted, long);
const parameters = fc.dictionary(fc.oneof(name, fc.constantFrom("k'1", 'k.2', 'ключ')), value, {
  maxKeys: 6,
  noNullPrototype: true,
});

const column: fc.Arbitrary<HiveColumn> = fc.record(
  { name, type, comment: fc.oneof(words, quoted) },
  { requiredKeys: ['name', 'type'] },
);
const columns = fc.uniqueArray(column, { minLength: 1, maxLength: 6, selector: (each) => each.name });
const partitionValue = fc.oneof(name, fc.constantFrom('2024-01-01', 'a/b=c d', 'größe', '100%', "it's", '{x}'));

/** Catalog entries of random tables in the database `sales`, some with partition rows. */
export const entry: fc.Arbitrary<CatalogEntry> = fc
  .record({ name, columns, parameters, days: fc.uniqueArray(partitionValue, { maxLength: 4 }), owner: words })
  .map(({ name: tableName, columns: found, parameters: given, days, owner }) => {
    const own = found.filter((each) => each.name !== 'dt');
    return {
      table: { ...table, name: tableName, owner, parameters: given, storage: { ...table.storage, columns: own } },
      partitions: days.map((day) => ({ ...partition(day), parameters: { ...given, day } })),
      lakeLocation: `file:///lake/sales.db/${tableName}`,
      paimonColumns: [...own, { name: 'dt', type: 'string' }],
      extraParameters: { 'metastore.partitioned-table': String(days.length > 0) },
    };
  });
