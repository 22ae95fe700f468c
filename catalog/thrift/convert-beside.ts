import { RESOURCE_KINDS } from '../beside.js';
import type { HiveFunction, Member } from '../beside.js';
import type { ThriftFunction, ThriftMember } from './annotation-structs.js';
import { principalNumber, principalType } from './principal.js';

/** FunctionType.JAVA, the only one. */
const JAVA = 1;

export function toFunction({ resources = [], ...of }: ThriftFunction): HiveFunction {
  return {
    name: of.name ?? '',
    className: of.className ?? '',
    owner: of.owner ?? '',
    ownerType: principalType(of.ownerType),
    createTime: of.createTime ?? 0,
    resources: resources.map(({ type = 1, uri = '' }) => ({ kind: RESOURCE_KINDS[type - 1] ?? 'JAR', uri })),
  };
}

export function fromFunction(database: string, { ownerType, resources, ...of }: HiveFunction): ThriftFunction {
  return {
    ...of,
    database,
    ownerType: principalNumber(ownerType),
    functionType: JAVA,
    resources: resources.map(({ kind, uri }) => ({ type: RESOURCE_KINDS.indexOf(kind) + 1, uri })),
  };
}

export function toMember(member: ThriftMember): Member {
  return {
    principal: member.principal ?? '',
    principalType: principalType(member.principalType),
    grantOption: member.grantOption ?? false,
    grantor: member.grantor ?? '',
    grantorType: principalType(member.grantorType),
    createTime: member.createTime ?? 0,
  };
}

export function fromMember(role: string, { principalType: type, grantorType, ...member }: Member): ThriftMember {
  return { role, ...member, principalType: principalNumber(type), grantorType: principalNumber(grantorType) };
}
