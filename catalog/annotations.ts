/** What kind of values a column's statistics are about; it follows from the column's type. */
export type StatisticsKind = 'boolean' | 'long' | 'double' | 'string' | 'binary' | 'decimal' | 'date';

/** Statistics of one column over the whole table, as `ANALYZE TABLE … FOR COLUMNS` leaves them; what is not known is absent. */
export interface ColumnStatistics {
  column: string;
  /** Hive type at the time of the analysis. */
  type: string;
  kind: StatisticsKind;
  nulls: number;
  distinct?: number;
  trues?: number;
  falses?: number;
  /** Smallest value: an integer, a decimal, a double, or days since the epoch, as text, so that none is rounded. */
  low?: string;
  high?: string;
  /** Of text and binary: bytes or characters. */
  maxLength?: number;
  averageLength?: number;
}

export type ConstraintKind = 'primary key' | 'foreign key' | 'unique' | 'not null' | 'default' | 'check';

/** A constraint of a table. Hive enforces few of them; optimizers trust those with `rely`. */
export interface Constraint {
  kind: ConstraintKind;
  name: string;
  columns: string[];
  /** Of a foreign key: the table and columns it points at. */
  references?: { database: string; table: string; columns: string[] };
  /** Of `default` and `check`. */
  expression?: string;
  enabled: boolean;
  validated: boolean;
  rely: boolean;
}

/** In the order of CONSTRAINT_TYPE. Source: org.apache.hadoop.hive.metastore.model.MConstraint. */
export const CONSTRAINT_KINDS: readonly ConstraintKind[] = [
  'primary key',
  'foreign key',
  'unique',
  'not null',
  'default',
  'check',
];

export type PrincipalType = 'USER' | 'ROLE' | 'GROUP';

/** A privilege somebody has on the table, or on one column of it. */
export interface Grant {
  column?: string;
  principal: string;
  principalType: PrincipalType;
  privilege: string;
  /** The principal may grant it to others. */
  grantOption: boolean;
  grantor: string;
  grantorType: PrincipalType;
  /** Seconds since the epoch. */
  createTime: number;
}

/** What a metastore keeps beside the description of a table. Each list is sorted, so that equal ones compare as equal. */
export interface Annotations {
  statistics: ColumnStatistics[];
  constraints: Constraint[];
  grants: Grant[];
  /** What the metastore may hold and could not tell, with its reason. */
  notRead: string[];
}

/** Of sources that know only files or statements. */
export const NO_ANNOTATIONS: Annotations = { statistics: [], constraints: [], grants: [], notRead: [] };

/** The lists in their order. */
export function sortedAnnotations({ statistics, constraints, grants, notRead }: Annotations): Annotations {
  return {
    statistics: sortedStatistics(statistics),
    constraints: sortedBy(constraints, ({ kind, name }) => `${kind} ${name}`),
    grants: sortedGrants(grants),
    notRead: [...notRead].sort(),
  };
}

export const sortedStatistics = (statistics: readonly ColumnStatistics[]): ColumnStatistics[] =>
  sortedBy(statistics, ({ column }) => column);

export const sortedGrants = (grants: readonly Grant[]): Grant[] => sortedBy(grants, grantName);

/** What a grant says, without who gave it and when. */
export function grantName({ column, principal, principalType, privilege }: Grant): string {
  return `${column === undefined ? '' : `${column} `}${principalType} ${principal} ${privilege}`;
}

/** In the order of the keys' code units. */
export function sortedBy<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The kind of a Hive type's statistics; undefined for types that have none (nested ones). */
export function statisticsKind(type: string): StatisticsKind | undefined {
  const name = /^\w+/.exec(type.toLowerCase())?.[0] ?? '';
  return KINDS[name];
}

/** Source: org.apache.hadoop.hive.metastore.StatObjectConverter. */
const KINDS: Readonly<Record<string, StatisticsKind>> = {
  boolean: 'boolean',
  tinyint: 'long',
  smallint: 'long',
  int: 'long',
  integer: 'long',
  bigint: 'long',
  timestamp: 'long',
  float: 'double',
  double: 'double',
  string: 'string',
  varchar: 'string',
  char: 'string',
  binary: 'binary',
  decimal: 'decimal',
  date: 'date',
};
