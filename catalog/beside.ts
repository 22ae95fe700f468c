import type { ColumnStatistics, Grant, PrincipalType } from './annotations.js';

/** In the order of Thrift's ResourceType, which begins with 1. */
export const RESOURCE_KINDS = ['JAR', 'FILE', 'ARCHIVE'] as const;

/** A permanent function: a Java class, and what it needs to be loaded. */
export interface HiveFunction {
  name: string;
  className: string;
  owner: string;
  ownerType: PrincipalType;
  /** Seconds since the epoch. */
  createTime: number;
  resources: { kind: (typeof RESOURCE_KINDS)[number]; uri: string }[];
}

/** What a metastore keeps beside the description of a database. Lists are sorted by name. */
export interface DatabaseAnnotations {
  functions: HiveFunction[];
  grants: Grant[];
  /** What the metastore may hold and could not tell, with its reason. */
  notRead: string[];
}

/** Somebody who has a role. */
export interface Member {
  principal: string;
  principalType: PrincipalType;
  /** May give the role to others. */
  grantOption: boolean;
  grantor: string;
  grantorType: PrincipalType;
  /** Seconds since the epoch. */
  createTime: number;
}

export const memberName = ({ principal, principalType }: Member): string => `${principalType} ${principal}`;

/** A role with those who have it. */
export interface Role {
  name: string;
  members: Member[];
}

/** The roles of a metastore. */
export interface Roles {
  roles: Role[];
  notRead: string[];
}

/** What a metastore keeps beside a partition. */
export interface PartitionAnnotations {
  /** As HivePartition has them. */
  values: string[];
  statistics: ColumnStatistics[];
  grants: Grant[];
}

/** Those partitions of a page that have any. */
export interface PartitionAnnotationsPage {
  partitions: PartitionAnnotations[];
  notRead: string[];
}

/** Partitions have grants of their own only where this parameter of their table is TRUE. */
export const hasPartitionGrants = (parameters: Readonly<Record<string, string>>): boolean =>
  parameters['PARTITION_LEVEL_PRIVILEGE']?.toUpperCase() === 'TRUE';

/** Every Metastore makes these by itself. */
export const OWN_ROLES: readonly string[] = ['admin', 'public'];
