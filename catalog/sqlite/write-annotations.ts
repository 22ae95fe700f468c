import { CONSTRAINT_KINDS, grantName } from '../annotations.js';
import type { Annotations, ColumnStatistics, Constraint, Grant } from '../annotations.js';
import { CARRIED_CONSTRAINTS } from '../paimon-table.js';
import type { Sqlite } from './file.js';
import { readAnnotations } from '../sql/read-annotations.js';
import { readNow } from './read-now.js';
import type { Sequences } from './sequence.js';

interface Place {
  readonly tableId: number;
  readonly database: string;
  readonly table: string;
}

/**
 * Adds what is not there yet, and changes nothing that is: statistics of columns, constraints by their columns, grants. True when
 * anything was added.
 */
export function addAnnotations(db: Sqlite, ids: Sequences, place: Place, wanted: Annotations): boolean {
  const there = readNow(db, readAnnotations(place.tableId));
  const columns = columnsOf(db, place.tableId);
  const known = (names: readonly string[]): boolean => names.every((name) => columns.indexes.has(name));
  const statistics = wanted.statistics.filter(
    ({ column }) => known([column]) && there.statistics.every((each) => each.column !== column),
  );
  const says = ({ kind, columns: of }: Constraint): string => JSON.stringify([kind, of]);
  const constraints = wanted.constraints.filter(
    (one) =>
      CARRIED_CONSTRAINTS.includes(one.kind) &&
      known(one.columns) &&
      there.constraints.every((each) => says(each) !== says(one)),
  );
  const names = new Set(there.grants.map(grantName));
  const grants = wanted.grants.filter((grant) => !names.has(grantName(grant)));
  for (const one of statistics) insertStatistics(db, ids.next('statistics'), place, one);
  for (const one of constraints) insertConstraint(db, place, columns, one);
  for (const one of grants) insertGrant(db, ids, place.tableId, one);
  return statistics.length + constraints.length + grants.length > 0;
}

interface Columns {
  /** CD_ID. */
  readonly id: number;
  /** INTEGER_IDX by name. */
  readonly indexes: ReadonlyMap<string, number>;
}

function columnsOf(db: Sqlite, tableId: number): Columns {
  const rows = db
    .prepare<[number], { id: number; name: string; index: number }>(
      `SELECT c.CD_ID AS id, COLUMN_NAME AS name, INTEGER_IDX AS "index" FROM TBLS t JOIN SDS s ON s.SD_ID = t.SD_ID
       JOIN COLUMNS_V2 c ON c.CD_ID = s.CD_ID WHERE TBL_ID = ?`,
    )
    .all(tableId);
  return { id: rows[0]?.id ?? -1, indexes: new Map(rows.map(({ name, index }) => [name, index])) };
}

function insertStatistics(db: Sqlite, id: number, { tableId, database, table }: Place, of: ColumnStatistics): void {
  const [low, high] = [of.low ?? null, of.high ?? null];
  const whole = of.kind === 'long' || of.kind === 'date';
  const exact = (text: string | null): bigint | null => (whole && text !== null ? BigInt(text) : null);
  const real = (text: string | null): number | null => (of.kind === 'double' && text !== null ? Number(text) : null);
  const decimal = (text: string | null): string | null => (of.kind === 'decimal' ? text : null);
  db.prepare(
    `INSERT INTO TAB_COL_STATS (CS_ID, TBL_ID, DB_NAME, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, LAST_ANALYZED, NUM_NULLS,
       NUM_DISTINCTS, NUM_TRUES, NUM_FALSES, MAX_COL_LEN, AVG_COL_LEN, LONG_LOW_VALUE, LONG_HIGH_VALUE, DOUBLE_LOW_VALUE,
       DOUBLE_HIGH_VALUE, BIG_DECIMAL_LOW_VALUE, BIG_DECIMAL_HIGH_VALUE)
     VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    ...[id, tableId, database, table, of.column, of.type, of.nulls, of.distinct ?? null, of.trues ?? null],
    ...[
      of.falses ?? null,
      of.maxLength ?? null,
      of.averageLength ?? null,
      exact(low),
      exact(high),
      real(low),
      real(high),
    ],
    ...[decimal(low), decimal(high)],
  );
}

function insertConstraint(db: Sqlite, { tableId }: Place, columns: Columns, one: Constraint): void {
  const taken = db.prepare<[string], number>('SELECT count(*) FROM KEY_CONSTRAINTS WHERE CONSTRAINT_NAME = ?').pluck();
  // The names of constraints are those of the whole metastore.
  const name = taken.get(one.name) === 0 ? one.name : `${one.name}_${String(tableId)}`;
  const flags = (one.enabled ? 4 : 0) + (one.validated ? 2 : 0) + (one.rely ? 1 : 0);
  const insert = db.prepare(
    `INSERT INTO KEY_CONSTRAINTS (CONSTRAINT_NAME, POSITION, CONSTRAINT_TYPE, ENABLE_VALIDATE_RELY, PARENT_TBL_ID,
       PARENT_CD_ID, PARENT_INTEGER_IDX) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const kind = CONSTRAINT_KINDS.indexOf(one.kind);
  one.columns.forEach((column, at) =>
    insert.run(name, at + 1, kind, flags, tableId, columns.id, columns.indexes.get(column) ?? -1),
  );
}

function insertGrant(db: Sqlite, ids: Sequences, tableId: number, grant: Grant): void {
  const values = [grant.createTime, grant.grantOption ? 1 : 0, grant.grantor, grant.grantorType];
  const who = [grant.principal, grant.principalType, grant.privilege, tableId];
  const common = 'CREATE_TIME, GRANT_OPTION, GRANTOR, GRANTOR_TYPE, PRINCIPAL_NAME, PRINCIPAL_TYPE';
  if (grant.column === undefined) {
    db.prepare(
      `INSERT INTO TBL_PRIVS (TBL_GRANT_ID, ${common}, TBL_PRIV, TBL_ID) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(ids.next('tableGrant'), ...values, ...who);
    return;
  }
  db.prepare(
    `INSERT INTO TBL_COL_PRIVS (TBL_COLUMN_GRANT_ID, COLUMN_NAME, ${common}, TBL_COL_PRIV, TBL_ID)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(ids.next('columnGrant'), grant.column, ...values, ...who);
}
