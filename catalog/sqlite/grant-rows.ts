import type { Grant } from '../annotations.js';
import type { Sqlite } from './file.js';
import { insertRow } from './insert-row.js';
import type { Sequences } from './sequence.js';

/** Where grants on each kind of object lie: the table, its key, the owner's key, the privilege. */
const PLACES = {
  database: ['DB_PRIVS', 'DB_GRANT_ID', 'DB_ID', 'DB_PRIV', 'databaseGrant'],
  table: ['TBL_PRIVS', 'TBL_GRANT_ID', 'TBL_ID', 'TBL_PRIV', 'tableGrant'],
  column: ['TBL_COL_PRIVS', 'TBL_COLUMN_GRANT_ID', 'TBL_ID', 'TBL_COL_PRIV', 'columnGrant'],
  partition: ['PART_PRIVS', 'PART_GRANT_ID', 'PART_ID', 'PART_PRIV', 'partitionGrant'],
  partitionColumn: ['PART_COL_PRIVS', 'PART_COLUMN_GRANT_ID', 'PART_ID', 'PART_COL_PRIV', 'partitionColumnGrant'],
} as const;

/** One row of a table of grants; `owner` is the id of the database, table or partition. */
export function insertGrant(
  db: Sqlite,
  ids: Sequences,
  on: keyof typeof PLACES,
  owner: number,
  { column, principal, principalType, privilege, grantOption, grantor, grantorType, createTime }: Grant,
): void {
  const [into, key, ownerKey, privilegeColumn, kind] = PLACES[on];
  const values = {
    ...{ [key]: ids.next(kind), [ownerKey]: owner, [privilegeColumn]: privilege },
    ...{ PRINCIPAL_NAME: principal, PRINCIPAL_TYPE: principalType, GRANT_OPTION: grantOption ? 1 : 0 },
    ...{ GRANTOR: grantor, GRANTOR_TYPE: grantorType, CREATE_TIME: createTime },
    ...(column === undefined ? {} : { COLUMN_NAME: column }),
  };
  insertRow(db, into, values);
}
