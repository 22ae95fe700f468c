import { readRoles } from '../../sql/read-beside.js';
import type { Sqlite } from '../../sqlite/file.js';
import { readNow } from '../../sqlite/read-now.js';
import { ANNOTATION_METHODS } from '../../thrift/annotation-methods.js';
import type { ThriftMember } from '../../thrift/annotation-structs.js';
import { fromMember } from '../../thrift/convert-beside.js';
import { principalNumber, principalType } from '../../thrift/principal.js';
import { required } from '../failure.js';
import { answering } from '../served.js';
import type { ServedMethod } from '../served.js';

/** Every user has it without being entered. */
const PUBLIC = 'public';

/** The memberships of one principal. */
function membershipsOf(db: Sqlite, principal: string | undefined, type: number | undefined): ThriftMember[] {
  const name = required(principal, 'principal_name');
  const kind = principalType(type);
  const found = readNow(db, readRoles()).flatMap((role) =>
    role.members
      .filter((member) => member.principal === name && member.principalType === kind)
      .map((member) => fromMember(role.name, member)),
  );
  if (kind !== 'USER' || found.some(({ role }) => role === PUBLIC)) return found;
  const everybody = { principal: name, principalType: principalNumber(kind), grantOption: false, createTime: 0 };
  return [...found, { role: PUBLIC, ...everybody }];
}

interface RoleRow {
  name: string;
  createTime: number;
  owner: string | null;
}

/** Roles and who has them. */
export const ROLE_METHODS: readonly ServedMethod[] = [
  answering(ANNOTATION_METHODS.roleNames, (db) => readNow(db, readRoles()).map(({ name }) => name)),
  answering(ANNOTATION_METHODS.members, (db, { request = {} }) => {
    const name = required(request.role, 'roleName').toLowerCase();
    const role = readNow(db, readRoles()).find((each) => each.name === name);
    return { found: role === undefined ? [] : role.members.map((member) => fromMember(role.name, member)) };
  }),
  answering(ANNOTATION_METHODS.membershipsOf, (db, { request = {} }) => ({
    found: membershipsOf(db, request.principal, request.principalType),
  })),
  answering(ANNOTATION_METHODS.rolesOf, (db, { principal, principalType: type }) => {
    const rows = db
      .prepare<[], RoleRow>('SELECT ROLE_NAME AS name, CREATE_TIME AS createTime, OWNER_NAME AS owner FROM ROLES')
      .all();
    return membershipsOf(db, principal, type).flatMap(({ role = '' }) => {
      if (role === PUBLIC) return [{ name: role, createTime: 0, owner: PUBLIC }];
      const found = rows.filter(({ name }) => name === role);
      return found.map(({ owner, ...row }) => (owner === null ? row : { ...row, owner }));
    });
  }),
];
