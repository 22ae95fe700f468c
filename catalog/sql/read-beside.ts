import { sortedBy, sortedGrants, sortedStatistics } from '../annotations.js';
import type { PrincipalType } from '../annotations.js';
import { RESOURCE_KINDS, memberName } from '../beside.js';
import type { DatabaseAnnotations, HiveFunction, PartitionAnnotations, Role } from '../beside.js';
import { grantsOf, membersOf } from './grant-rows.js';
import { byOwner } from './group.js';
import { textsOf } from './owned-rows.js';
import { rows } from './query.js';
import type { Reading } from './query.js';
import { statisticsOf } from './statistics-rows.js';

/** What the metastore keeps beside the database with this DB_ID. */
export function* readDatabaseAnnotations(databaseId: number): Reading<DatabaseAnnotations> {
  return {
    functions: yield* readFunctions(databaseId),
    grants: sortedGrants((yield* grantsOf('DB_PRIVS', 'DB_PRIV', 'DB_ID', [databaseId]))(databaseId)),
    notRead: [],
  };
}

interface FunctionRow {
  id: number;
  name: string;
  className: string | null;
  owner: string | null;
  ownerType: PrincipalType | null;
  createTime: number;
}

/** The permanent functions of a database, by name. */
export function* readFunctions(databaseId: number): Reading<HiveFunction[]> {
  const found = yield* rows<FunctionRow>(
    `SELECT "FUNC_ID" AS "id", "FUNC_NAME" AS "name", "CLASS_NAME" AS "className", "OWNER_NAME" AS "owner",
      "OWNER_TYPE" AS "ownerType", "CREATE_TIME" AS "createTime" FROM "FUNCS" WHERE "DB_ID" = ?`,
    databaseId,
  );
  const resources = byOwner(
    yield* rows<{ owner: number; kind: number; uri: string | null }>(
      `SELECT "FUNC_ID" AS "owner", "RESOURCE_TYPE" AS "kind", "RESOURCE_URI" AS "uri" FROM "FUNC_RU"
       WHERE "FUNC_ID" IN (?) ORDER BY "FUNC_ID", "INTEGER_IDX"`,
      found.map(({ id }) => id),
    ),
  );
  const functions = found.map(({ id, name, className, owner, ownerType, createTime }) => ({
    ...{ name, className: className ?? '', owner: owner ?? '', ownerType: ownerType ?? 'USER', createTime },
    resources: (resources.get(id) ?? []).map(({ kind, uri }) => ({
      kind: RESOURCE_KINDS[kind - 1] ?? 'JAR',
      uri: uri ?? '',
    })),
  }));
  return sortedBy(functions, ({ name }) => name);
}

/** All roles, with those who have them. */
export function* readRoles(): Reading<Role[]> {
  const found = yield* rows<{ id: number; name: string }>(
    'SELECT "ROLE_ID" AS "id", "ROLE_NAME" AS "name" FROM "ROLES"',
  );
  const members = yield* membersOf(found.map(({ id }) => id));
  const roles = found.map(({ id, name }) => ({ name, members: sortedBy(members(id), memberName) }));
  return sortedBy(roles, ({ name }) => name);
}

/** What is kept beside the next `limit` partitions of a table after PART_ID `after`; `last` is where the next page starts. */
export function* readPartitionAnnotations(
  tableId: number,
  after: number,
  limit: number,
): Reading<{ partitions: PartitionAnnotations[]; count: number; last: number }> {
  const found = yield* rows<{ id: number }>(
    'SELECT "PART_ID" AS "id" FROM "PARTITIONS" WHERE "TBL_ID" = ? AND "PART_ID" > ? ORDER BY "PART_ID" LIMIT ?',
    ...[tableId, after, limit],
  );
  const ids = found.map(({ id }) => id);
  const beside = yield* besidePartitions(ids);
  const values = yield* textsOf('PARTITION_KEY_VALS', 'PART_ID', 'PART_KEY_VAL', ids);
  const partitions = ids.map((id) => ({ values: values(id), ...beside(id) }));
  return {
    partitions: partitions.filter(({ statistics, grants }) => statistics.length > 0 || grants.length > 0),
    count: ids.length,
    last: ids.at(-1) ?? after,
  };
}

/** Statistics and grants by PART_ID. */
export function* besidePartitions(
  ids: readonly number[],
): Reading<(id: number) => Omit<PartitionAnnotations, 'values'>> {
  const statistics = yield* statisticsOf('PART_COL_STATS', 'PART_ID', ids);
  const grants = yield* grantsOf('PART_PRIVS', 'PART_PRIV', 'PART_ID', ids);
  const columnGrants = yield* grantsOf('PART_COL_PRIVS', 'PART_COL_PRIV', 'PART_ID', ids);
  return (id) => ({
    statistics: sortedStatistics(statistics(id)),
    grants: sortedGrants([...grants(id), ...columnGrants(id)]),
  });
}
