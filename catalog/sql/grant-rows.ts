import type { Grant, PrincipalType } from '../annotations.js';
import { byOwner } from './group.js';
import { rows } from './query.js';
import type { Reading } from './query.js';

interface GivenRow {
  owner: number;
  principal: string | null;
  principalType: PrincipalType | null;
  grantOption: number;
  grantor: string | null;
  grantorType: PrincipalType | null;
  createTime: number;
}

/** Columns that all tables of grants and that of members have; the time has two names. */
const given = (owner: string, time: string): string => `"${owner}" AS "owner", "PRINCIPAL_NAME" AS "principal",
  "PRINCIPAL_TYPE" AS "principalType", "GRANT_OPTION" AS "grantOption", "GRANTOR" AS "grantor",
  "GRANTOR_TYPE" AS "grantorType", "${time}" AS "createTime"`;

const toGiven = ({ principal, principalType, grantOption, grantor, grantorType, createTime }: GivenRow) => ({
  principal: principal ?? '',
  principalType: principalType ?? ('USER' as const),
  grantOption: grantOption !== 0,
  grantor: grantor ?? '',
  grantorType: grantorType ?? ('USER' as const),
  createTime,
});

interface GrantRow extends GivenRow {
  column: string | null;
  privilege: string | null;
}

/** The grants in `table`, whose privilege is in `column`, by their owner: a database, table or partition. Those on columns name theirs. */
export function* grantsOf(
  table: string,
  column: string,
  owner: string,
  ids: readonly number[],
): Reading<(id: number) => Grant[]> {
  const named = table.includes('_COL_') ? '"COLUMN_NAME"' : 'NULL';
  const sql = `SELECT ${named} AS "column", "${column}" AS "privilege", ${given(owner, 'CREATE_TIME')} FROM "${table}"
    WHERE "${owner}" IN (?)`;
  const grouped = byOwner(yield* rows<GrantRow>(sql, ids));
  return (id) =>
    (grouped.get(id) ?? []).map((row) => ({
      ...(row.column === null ? {} : { column: row.column }),
      ...toGiven(row),
      privilege: row.privilege ?? '',
    }));
}

/** Who has which role, by ROLE_ID. */
export function* membersOf(ids: readonly number[]): Reading<(id: number) => ReturnType<typeof toGiven>[]> {
  const sql = `SELECT ${given('ROLE_ID', 'ADD_TIME')} FROM "ROLE_MAP" WHERE "ROLE_ID" IN (?)`;
  const grouped = byOwner(yield* rows<GivenRow>(sql, ids));
  return (id) => (grouped.get(id) ?? []).map(toGiven);
}
