import { CONSTRAINT_KINDS, grantName } from '../annotations.js';
import type { Annotations, Constraint } from '../annotations.js';
import { CARRIED_CONSTRAINTS } from '../paimon-table.js';
import type { Sqlite } from './file.js';
import { readAnnotations } from '../sql/read-annotations.js';
import { readNow } from './read-now.js';
import { insertGrant } from './grant-rows.js';
import type { Sequences } from './sequence.js';
import { insertStatistics } from './statistics-rows.js';
import type { Place } from './statistics-rows.js';

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
  for (const one of statistics) insertStatistics(db, ids, place, one);
  for (const one of constraints) insertConstraint(db, place, columns, one);
  for (const one of grants) insertGrant(db, ids, one.column === undefined ? 'table' : 'column', place.tableId, one);
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
