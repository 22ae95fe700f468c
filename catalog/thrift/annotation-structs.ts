import { binary, bool, double, i16, i32, i64, i64Text, list, struct, text } from './codec.js';
import type { ValueOf } from './codec.js';

// Field ids of Hive's hive_metastore.thrift for what is kept beside a table. Source: standalone-metastore of Hive 2.3 and 3.1.

const count = (id: number) => ({ id, codec: i64 });
const whole = (id: number) => ({ id, codec: i64Text });
const word = (id: number) => ({ id, codec: text });
const number = (id: number) => ({ id, codec: i32 });
const flag = (id: number) => ({ id, codec: bool });
const real = (id: number) => ({ id, codec: double });

const decimal = struct({ unscaled: { id: 1, codec: binary }, scale: { id: 3, codec: i16 } });
const date = struct({ days: whole(1) });

/** A union: one of the fields is set. */
const statisticsData = struct({
  boolean: { id: 1, codec: struct({ trues: count(1), falses: count(2), nulls: count(3) }) },
  long: { id: 2, codec: struct({ low: whole(1), high: whole(2), nulls: count(3), distinct: count(4) }) },
  double: { id: 3, codec: struct({ low: real(1), high: real(2), nulls: count(3), distinct: count(4) }) },
  string: {
    id: 4,
    codec: struct({ maxLength: count(1), averageLength: real(2), nulls: count(3), distinct: count(4) }),
  },
  binary: { id: 5, codec: struct({ maxLength: count(1), averageLength: real(2), nulls: count(3) }) },
  decimal: {
    id: 6,
    codec: struct({
      low: { id: 1, codec: decimal },
      high: { id: 2, codec: decimal },
      nulls: count(3),
      distinct: count(4),
    }),
  },
  date: {
    id: 7,
    codec: struct({ low: { id: 1, codec: date }, high: { id: 2, codec: date }, nulls: count(3), distinct: count(4) }),
  },
});

export const columnStatistics = struct({ column: word(1), type: word(2), data: { id: 3, codec: statisticsData } });

/** ColumnStatistics: of a whole table, or of one partition. */
export const tableStatistics = struct({
  description: {
    id: 1,
    codec: struct({ tableLevel: flag(1), database: word(2), table: word(3), partition: word(4), analyzed: count(5) }),
  },
  columns: { id: 2, codec: list(columnStatistics) },
});

export const primaryKeyColumn = struct({
  database: word(1),
  table: word(2),
  column: word(3),
  position: number(4),
  name: word(5),
  enabled: flag(6),
  validated: flag(7),
  rely: flag(8),
  catalog: word(9),
});

export const foreignKeyColumn = struct({
  parentDatabase: word(1),
  parentTable: word(2),
  parentColumn: word(3),
  database: word(4),
  table: word(5),
  column: word(6),
  position: number(7),
  updateRule: number(8),
  deleteRule: number(9),
  name: word(10),
  enabled: flag(12),
  validated: flag(13),
  rely: flag(14),
  catalog: word(15),
});

/** Since Hive 3 a table is in a catalog: `hive`, unless it was made in another one. */
const inCatalog = { catalog: word(1), database: word(2), table: word(3) };

/** SQLUniqueConstraint of Hive 3. */
export const uniqueColumn = struct({
  ...inCatalog,
  column: word(4),
  position: number(5),
  name: word(6),
  enabled: flag(7),
  validated: flag(8),
  rely: flag(9),
});
export const notNullColumn = struct({
  ...inCatalog,
  column: word(4),
  name: word(5),
  enabled: flag(6),
  validated: flag(7),
  rely: flag(8),
});
/** SQLDefaultConstraint and SQLCheckConstraint. */
export const expressionColumn = struct({
  ...inCatalog,
  column: word(4),
  expression: word(5),
  name: word(6),
  enabled: flag(7),
  validated: flag(8),
  rely: flag(9),
});

export const hiveObject = struct({
  objectType: number(1),
  database: word(2),
  table: word(3),
  partition: { id: 4, codec: list(text) },
  column: word(5),
});

export const privilege = struct({
  object: { id: 1, codec: hiveObject },
  principal: word(2),
  principalType: number(3),
  grant: {
    id: 4,
    codec: struct({
      privilege: word(1),
      createTime: number(2),
      grantor: word(3),
      grantorType: number(4),
      grantOption: flag(5),
    }),
  },
});

/** HiveObjectType. */
export const OBJECT_TYPE = { database: 2, table: 3, partition: 4, column: 5 } as const;

export const hiveFunction = struct({
  name: word(1),
  database: word(2),
  className: word(3),
  owner: word(4),
  ownerType: number(5),
  createTime: number(6),
  functionType: number(7),
  resources: { id: 8, codec: list(struct({ type: number(1), uri: word(2) })) },
});

export const role = struct({ name: word(1), createTime: number(2), owner: word(3) });

/** RolePrincipalGrant: somebody who has a role. */
export const member = struct({
  role: word(1),
  principal: word(2),
  principalType: number(3),
  grantOption: flag(4),
  createTime: number(5),
  grantor: word(6),
  grantorType: number(7),
});

export type ThriftColumnStatistics = ValueOf<typeof columnStatistics>;
export type ThriftDecimal = ValueOf<typeof decimal>;
export type ThriftPrimaryKeyColumn = ValueOf<typeof primaryKeyColumn>;
export type ThriftForeignKeyColumn = ValueOf<typeof foreignKeyColumn>;
export type ThriftPrivilege = ValueOf<typeof privilege>;
export type ThriftHiveObject = ValueOf<typeof hiveObject>;
export type ThriftFunction = ValueOf<typeof hiveFunction>;
export type ThriftMember = ValueOf<typeof member>;
