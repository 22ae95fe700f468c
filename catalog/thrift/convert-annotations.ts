import type { ColumnStatistics, Constraint, ConstraintKind, Grant } from '../annotations.js';
import { OBJECT_TYPE } from './annotation-structs.js';
import type {
  ThriftColumnStatistics,
  ThriftForeignKeyColumn,
  ThriftHiveObject,
  ThriftPrimaryKeyColumn,
  ThriftPrivilege,
} from './annotation-structs.js';
import { decimalText, thriftDecimal } from './decimal.js';
import { principalNumber, principalType } from './principal.js';

/** undefined for statistics without data. */
export function toStatistics({
  column = '',
  type = '',
  data = {},
}: ThriftColumnStatistics): ColumnStatistics | undefined {
  const shared = (
    kind: ColumnStatistics['kind'],
    of: { nulls?: number | undefined; distinct?: number | undefined },
  ) => ({
    column,
    type,
    kind,
    nulls: of.nulls ?? 0,
    ...(of.distinct === undefined ? {} : { distinct: of.distinct }),
  });
  const { boolean, long, double, string, binary, decimal, date } = data;
  if (boolean !== undefined) {
    return { ...shared('boolean', boolean), trues: boolean.trues ?? 0, falses: boolean.falses ?? 0 };
  }
  if (long !== undefined) return { ...shared('long', long), ...range(long.low, long.high) };
  if (double !== undefined) return { ...shared('double', double), ...range(textOf(double.low), textOf(double.high)) };
  if (decimal !== undefined) {
    const [low, high] = [decimal.low, decimal.high].map((of) => (of === undefined ? undefined : decimalText(of)));
    return { ...shared('decimal', decimal), ...range(low, high) };
  }
  if (date !== undefined) return { ...shared('date', date), ...range(date.low?.days, date.high?.days) };
  const texts = string ?? binary;
  if (texts === undefined) return undefined;
  return {
    ...shared(string === undefined ? 'binary' : 'string', { distinct: undefined, ...texts }),
    maxLength: texts.maxLength ?? 0,
    averageLength: texts.averageLength ?? 0,
  };
}

const textOf = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));

function range(low: string | undefined, high: string | undefined): Pick<ColumnStatistics, 'low' | 'high'> {
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

export function fromStatistics(statistics: ColumnStatistics): ThriftColumnStatistics {
  const { column, type, kind, nulls, distinct, low, high, trues, falses, maxLength, averageLength } = statistics;
  const of = <T>(text: string | undefined, convert: (text: string) => T): T | undefined =>
    text === undefined ? undefined : convert(text);
  const data: ThriftColumnStatistics['data'] = {
    boolean: kind === 'boolean' ? { trues, falses, nulls } : undefined,
    long: kind === 'long' ? { low, high, nulls, distinct } : undefined,
    double: kind === 'double' ? { low: of(low, Number), high: of(high, Number), nulls, distinct } : undefined,
    string: kind === 'string' ? { maxLength, averageLength, nulls, distinct } : undefined,
    binary: kind === 'binary' ? { maxLength, averageLength, nulls } : undefined,
    decimal:
      kind === 'decimal' ? { low: of(low, thriftDecimal), high: of(high, thriftDecimal), nulls, distinct } : undefined,
    date:
      kind === 'date'
        ? { low: of(low, (days) => ({ days })), high: of(high, (days) => ({ days })), nulls, distinct }
        : undefined,
  };
  return { column, type, data };
}

/** What a server sends of one column of a constraint; each kind of constraint has some of it. */
type ConstraintColumn = Partial<ThriftForeignKeyColumn> & { readonly expression?: string | undefined };

/** The constraints of one kind, put together from their columns. */
export function toConstraints(kind: ConstraintKind, parts: readonly ConstraintColumn[]): Constraint[] {
  const byName = new Map<string, ConstraintColumn[]>();
  for (const part of parts) byName.set(part.name ?? '', [...(byName.get(part.name ?? '') ?? []), part]);
  return [...byName].map(([name, columns]) => {
    columns.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
    const first = columns[0]!;
    const { expression, enabled = false, validated = false, rely = false } = first;
    const references = {
      database: first.parentDatabase ?? '',
      table: first.parentTable ?? '',
      columns: columns.map(({ parentColumn }) => parentColumn ?? ''),
    };
    return {
      kind,
      name,
      columns: columns.map(({ column }) => column ?? ''),
      ...(kind === 'foreign key' ? { references } : {}),
      ...(expression === undefined ? {} : { expression }),
      enabled,
      validated,
      rely,
    };
  });
}

/** A primary key by its columns, numbered from 1. */
export function fromPrimaryKey(
  at: { readonly database: string; readonly table: string },
  { name, columns, enabled, validated, rely }: Constraint,
): ThriftPrimaryKeyColumn[] {
  return columns.map((column, index) => ({ ...at, column, position: index + 1, name, enabled, validated, rely }));
}

/** The catalog that every Metastore since Hive 3 has; constraints there name one. */
export const CATALOG = 'hive';

/** A constraint of Hive 3 by its columns. */
export function fromConstraint(
  at: { readonly database: string; readonly table: string },
  { name, columns, expression, enabled, validated, rely }: Constraint,
): (ThriftPrimaryKeyColumn & { readonly expression?: string })[] {
  const rest = { name, enabled, validated, rely, ...(expression === undefined ? {} : { expression }) };
  return columns.map((column, index) => ({ catalog: CATALOG, ...at, column, position: index + 1, ...rest }));
}

export function fromForeignKey(
  at: { readonly database: string; readonly table: string },
  { name, columns, references, enabled, validated, rely }: Constraint,
): ThriftForeignKeyColumn[] {
  return columns.map((column, index) => ({
    catalog: CATALOG,
    parentDatabase: references?.database,
    parentTable: references?.table,
    parentColumn: references?.columns[index],
    ...at,
    column,
    position: index + 1,
    updateRule: 0,
    deleteRule: 0,
    name,
    enabled,
    validated,
    rely,
  }));
}

export function toGrant({ object, principal: name = '', principalType: type, grant = {} }: ThriftPrivilege): Grant {
  return {
    ...(object?.column === undefined || object.column === '' ? {} : { column: object.column }),
    principal: name,
    principalType: principalType(type),
    privilege: grant.privilege ?? '',
    grantOption: grant.grantOption ?? false,
    grantor: grant.grantor ?? '',
    grantorType: principalType(grant.grantorType),
    createTime: grant.createTime ?? 0,
  };
}

/** What a grant is on: a database, a table of it or a partition of that. */
export interface GrantPlace {
  readonly database: string;
  readonly table?: string;
  /** Its values. */
  readonly partition?: string[];
}

/** The object of grants there, or on one of its columns. */
export function objectAt({ database, table, partition }: GrantPlace, column?: string): ThriftHiveObject {
  const own = partition !== undefined ? 'partition' : table !== undefined ? 'table' : 'database';
  const objectType = OBJECT_TYPE[column === undefined ? own : 'column'];
  return { objectType, database, table, partition, column };
}

export function fromGrant(at: GrantPlace, grant: Grant): ThriftPrivilege {
  const { column, privilege, createTime, grantor, grantOption } = grant;
  return {
    object: objectAt(at, column),
    principal: grant.principal,
    principalType: principalNumber(grant.principalType),
    grant: { privilege, createTime, grantor, grantorType: principalNumber(grant.grantorType), grantOption },
  };
}
