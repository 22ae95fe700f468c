import fc from 'fast-check';
import type {
  Annotations,
  CatalogEntry,
  ColumnStatistics,
  DatabaseAnnotations,
  Grant,
  HiveColumn,
  HivePartition,
  PartitionAnnotations,
  Role,
} from '../../catalog/index.js';
import {
  grantName,
  sortedAnnotations,
  sortedBy,
  sortedGrants,
  sortedStatistics,
  statisticsKind,
} from '../../catalog/annotations.js';
import { memberName } from '../../catalog/beside.js';
import { partition, table } from './samples.js';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,30}$/);
const primitive = fc.constantFrom(
  'int',
  'bigint',
  'string',
  'double',
  'date',
  'boolean',
  'binary',
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
const columns = fc
  .uniqueArray(column, { minLength: 1, maxLength: 6, selector: (each) => each.name })
  .filter((all) => all.some((each) => each.name !== 'dt'));
const partitionValue = fc.oneof(name, fc.constantFrom('2024-01-01', 'a/b=c d', 'größe', '100%', "it's", '{x}'));

const count = fc.nat({ max: 2 ** 52 });
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const real = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0));
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), fc.nat({ max: 18 }))
  .map(([unscaled, scale]) => decimalText(unscaled, scale));

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}

/** Statistics as an analysis of a column of this type would leave them; none of nested types. */
function statisticsOf({ name: column, type: of }: HiveColumn): fc.Arbitrary<ColumnStatistics[]> {
  const kind = statisticsKind(of);
  if (kind === undefined) return fc.constant([]);
  const common = { column: fc.constant(column), type: fc.constant(of), kind: fc.constant(kind), nulls: count };
  const sizes = { maxLength: count, averageLength: fc.double({ min: 0, max: 1e6, noNaN: true }) };
  const between = (value: fc.Arbitrary<string>) => fc.record({ low: value, high: value }, { requiredKeys: [] });
  const own: Record<ColumnStatistics['kind'], fc.Arbitrary<Partial<ColumnStatistics>>> = {
    boolean: fc.record({ trues: count, falses: count }),
    binary: fc.record(sizes),
    string: fc.record({ ...sizes, distinct: count }),
    long: between(integer),
    date: between(integer),
    double: between(real.map(String)),
    decimal: between(decimal),
  };
  const counted = kind === 'boolean' || kind === 'binary' ? fc.constant({}) : fc.record({ distinct: count });
  const statistics = fc
    .tuple(fc.record(common), counted, own[kind])
    .map(([first, second, third]) => ({ ...first, ...second, ...third }));
  return fc.option(statistics, { nil: undefined }).map((each) => (each === undefined ? [] : [each]));
}

const who = fc.constantFrom('USER', 'ROLE', 'GROUP');

/** Statistics, constraints and grants of a table of these columns; the names of constraints are its own. */
function annotationsOf(tableName: string, of: readonly HiveColumn[]): fc.Arbitrary<Annotations> {
  const someColumn = fc.constantFrom(...of.map((each) => each.name));
  const flags = { enabled: fc.boolean(), validated: fc.boolean(), rely: fc.boolean() };
  const constraint = fc
    .record({
      kind: fc.constantFrom('primary key', 'unique', 'not null'),
      columns: fc.uniqueArray(someColumn, { minLength: 1, maxLength: 3 }),
      ...flags,
    })
    .map((each) => ({ ...each, name: `${tableName}_${each.kind.replace(' ', '_')}` }));
  return fc
    .record({
      statistics: fc.tuple(...of.map(statisticsOf)).map((each) => each.flat()),
      constraints: fc.uniqueArray(constraint, { maxLength: 3, selector: (each) => each.kind }),
      grants: grantsOn(someColumn),
      notRead: fc.constant<string[]>([]),
    })
    .map(sortedAnnotations);
}

/** Who is given something, by whom. */
const given = {
  principal: fc.oneof(name, fc.constantFrom("o'brien", 'größe')),
  principalType: who,
  grantOption: fc.boolean(),
  grantor: name,
  grantorType: who,
  createTime: fc.nat(),
};

/** Grants on an object and on its columns. */
function grantsOn(someColumn: fc.Arbitrary<string> | undefined): fc.Arbitrary<Grant[]> {
  const onObject = fc.record({ ...given, privilege: fc.constantFrom('SELECT', 'INSERT', 'ALL') });
  const one: fc.Arbitrary<Grant> =
    someColumn === undefined
      ? onObject
      : fc
          .tuple(onObject, fc.option(someColumn))
          .map(([grant, column]) => (column === null ? grant : { column, ...grant }));
  return fc.uniqueArray(one, { maxLength: 4, selector: grantName });
}

/** What is kept beside a database. */
export const databaseAnnotations: fc.Arbitrary<DatabaseAnnotations> = fc.record({
  functions: fc
    .uniqueArray(
      fc.record({
        ...{ name, className: words, owner: name, ownerType: who, createTime: fc.nat() },
        resources: fc.array(fc.record({ kind: fc.constantFrom('JAR', 'FILE', 'ARCHIVE'), uri: words }), {
          maxLength: 3,
        }),
      }),
      { maxLength: 4, selector: (each) => each.name },
    )
    .map((all) => sortedBy(all, (each) => each.name)),
  grants: grantsOn(undefined).map(sortedGrants),
  notRead: fc.constant<string[]>([]),
});

export const roles: fc.Arbitrary<Role[]> = fc
  .uniqueArray(
    fc.record({
      name,
      members: fc
        .uniqueArray(fc.record(given), { maxLength: 3, selector: memberName })
        .map((members) => sortedBy(members, memberName)),
    }),
    { maxLength: 4, selector: (each) => each.name },
  )
  .map((all) => sortedBy(all, (each) => each.name));

/** Statistics and grants of some of the partitions. */
function besidePartitions(
  partitions: readonly HivePartition[],
  of: readonly HiveColumn[],
): fc.Arbitrary<PartitionAnnotations[]> {
  const one = fc.record({
    statistics: fc.tuple(...of.map(statisticsOf)).map((each) => sortedStatistics(each.flat())),
    grants: grantsOn(fc.constantFrom(...of.map((each) => each.name))).map(sortedGrants),
  });
  return fc
    .tuple(...partitions.map(() => one))
    .map((all) => all.map((each, index) => ({ values: partitions[index]!.values, ...each })))
    .map((all) => all.filter(({ statistics, grants }) => statistics.length > 0 || grants.length > 0));
}

/** Catalog entries of random tables in the database `sales`, some with partition rows. */
export const entry: fc.Arbitrary<CatalogEntry> = fc
  .record({ name, columns, parameters, days: fc.uniqueArray(partitionValue, { maxLength: 4 }), owner: words })
  .map(({ name: tableName, columns: found, parameters: given, days, owner }) => {
    const own = found.filter((each) => each.name !== 'dt');
    return {
      table: {
        ...table,
        name: tableName,
        owner,
        parameters: { ...given, PARTITION_LEVEL_PRIVILEGE: 'TRUE' },
        storage: { ...table.storage, columns: own },
      },
      partitions: days.map((day) => ({ ...partition(day), parameters: { ...given, day } })),
      lakeLocation: `file:///lake/sales.db/${tableName}`,
      paimonColumns: [...own, { name: 'dt', type: 'string' }],
      extraParameters: { 'metastore.partitioned-table': String(days.length > 0) },
    };
  })
  .chain((plain) =>
    fc
      .tuple(
        annotationsOf(plain.table.name, plain.table.storage.columns),
        besidePartitions(plain.partitions, plain.table.storage.columns),
      )
      .map(([annotations, partitionAnnotations]) => ({ ...plain, annotations, partitionAnnotations })),
  );
