import { grantName } from '../annotations.js';
import { RESOURCE_KINDS, memberName } from '../beside.js';
import type { DatabaseAnnotations, HiveFunction, PartitionAnnotations, Role } from '../beside.js';
import { partitionName } from '../partition-name.js';
import { besidePartitions, readDatabaseAnnotations, readRoles } from '../sql/read-beside.js';
import type { Sqlite } from './file.js';
import { insertGrant } from './grant-rows.js';
import { insertRow } from './insert-row.js';
import { readNow } from './read-now.js';
import type { Sequences } from './sequence.js';
import { insertStatistics } from './statistics-rows.js';
import type { Place } from './statistics-rows.js';

/** Adds functions and grants that the database does not have yet, and changes none that it has. */
export function addDatabaseAnnotations(
  db: Sqlite,
  ids: Sequences,
  databaseId: number,
  wanted: DatabaseAnnotations,
): void {
  const there = readNow(db, readDatabaseAnnotations(databaseId));
  const names = new Set(there.functions.map(({ name }) => name));
  for (const each of wanted.functions) if (!names.has(each.name)) insertFunction(db, ids, databaseId, each);
  const grants = new Set(there.grants.map(grantName));
  for (const grant of wanted.grants)
    if (!grants.has(grantName(grant))) insertGrant(db, ids, 'database', databaseId, grant);
}

function insertFunction(db: Sqlite, ids: Sequences, databaseId: number, of: HiveFunction): void {
  const id = ids.next('function');
  insertRow(db, 'FUNCS', {
    ...{ FUNC_ID: id, DB_ID: databaseId, FUNC_NAME: of.name, CLASS_NAME: of.className, FUNC_TYPE: 1 },
    ...{ OWNER_NAME: of.owner, OWNER_TYPE: of.ownerType, CREATE_TIME: of.createTime },
  });
  of.resources.forEach(({ kind, uri }, index) => {
    const type = RESOURCE_KINDS.indexOf(kind) + 1;
    insertRow(db, 'FUNC_RU', { FUNC_ID: id, RESOURCE_TYPE: type, RESOURCE_URI: uri, INTEGER_IDX: index });
  });
}

/** Adds roles and members that are not there yet, and takes none away. */
export function addRoles(db: Sqlite, ids: Sequences, wanted: readonly Role[]): void {
  const there = new Map(readNow(db, readRoles()).map((role) => [role.name, new Set(role.members.map(memberName))]));
  for (const { name, members } of wanted) {
    if (!there.has(name)) insertRow(db, 'ROLES', { ROLE_ID: ids.next('role'), ROLE_NAME: name, CREATE_TIME: 0 });
    const id = db.prepare<[string], number>('SELECT ROLE_ID FROM ROLES WHERE ROLE_NAME = ?').pluck().get(name);
    for (const member of members) {
      if (there.get(name)?.has(memberName(member)) === true) continue;
      insertRow(db, 'ROLE_MAP', {
        ...{ ROLE_GRANT_ID: ids.next('member'), ROLE_ID: id, ADD_TIME: member.createTime },
        ...{ PRINCIPAL_NAME: member.principal, PRINCIPAL_TYPE: member.principalType },
        ...{ GRANT_OPTION: member.grantOption ? 1 : 0, GRANTOR: member.grantor, GRANTOR_TYPE: member.grantorType },
      });
    }
  }
}

/** Adds statistics and grants that partitions do not have yet; those of partitions that are not rows have no place. True when anything was added. */
export function addPartitionAnnotations(
  db: Sqlite,
  ids: Sequences,
  place: Place,
  keys: readonly string[],
  wanted: readonly PartitionAnnotations[],
): boolean {
  const find = db
    .prepare<[number, string], number>('SELECT PART_ID FROM PARTITIONS WHERE TBL_ID = ? AND PART_NAME = ?')
    .pluck();
  let added = false;
  for (const { values, statistics, grants } of wanted) {
    const name = partitionName(keys, values);
    const id = find.get(place.tableId, name);
    if (id === undefined) continue;
    const there = readNow(db, besidePartitions([id]))(id);
    const columns = new Set(there.statistics.map(({ column }) => column));
    const granted = new Set(there.grants.map(grantName));
    const newStatistics = statistics.filter(({ column }) => !columns.has(column));
    const newGrants = grants.filter((grant) => !granted.has(grantName(grant)));
    for (const each of newStatistics) insertStatistics(db, ids, { ...place, partition: { id, name } }, each);
    for (const grant of newGrants)
      insertGrant(db, ids, grant.column === undefined ? 'partition' : 'partitionColumn', id, grant);
    added ||= newStatistics.length > 0 || newGrants.length > 0;
  }
  return added;
}
