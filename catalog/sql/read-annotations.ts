import { CONSTRAINT_KINDS, sortedAnnotations, statisticsKind } from '../annotations.js';
import type { Annotations, ColumnStatistics, Constraint, Grant, PrincipalType } from '../annotations.js';
import { rows } from './query.js';
import type { Reading } from './query.js';

/** What the metastore keeps beside the table with this TBL_ID. */
export function* readAnnotations(tableId: number): Reading<Annotations> {
  return sortedAnnotations({
    statistics: yield* readStatistics(tableId),
    constraints: yield* readConstraints(tableId),
    grants: yield* readGrants(tableId),
    notRead: [],
  });
}

interface StatisticsRow {
  column: string;
  type: string;
  nulls: number;
  distinct: number | null;
  trues: number | null;
  falses: number | null;
  longLow: string | null;
  longHigh: string | null;
  doubleLow: number | null;
  doubleHigh: number | null;
  decimalLow: string | null;
  decimalHigh: string | null;
  maxLength: number | null;
  averageLength: number | null;
}

function* readStatistics(tableId: number): Reading<ColumnStatistics[]> {
  const found = yield* rows<StatisticsRow>(
    `SELECT "COLUMN_NAME" AS "column", "COLUMN_TYPE" AS "type", "NUM_NULLS" AS "nulls", "NUM_DISTINCTS" AS "distinct",
      "NUM_TRUES" AS "trues", "NUM_FALSES" AS "falses", "LONG_LOW_VALUE" || '' AS "longLow",
      "LONG_HIGH_VALUE" || '' AS "longHigh", "DOUBLE_LOW_VALUE" AS "doubleLow", "DOUBLE_HIGH_VALUE" AS "doubleHigh",
      "BIG_DECIMAL_LOW_VALUE" AS "decimalLow", "BIG_DECIMAL_HIGH_VALUE" AS "decimalHigh", "MAX_COL_LEN" AS "maxLength",
      "AVG_COL_LEN" AS "averageLength"
     FROM "TAB_COL_STATS" WHERE "TBL_ID" = ?`,
    tableId,
  );
  return found.flatMap((row) => statisticsOf(row) ?? []);
}

/** undefined for a type without statistics. */
function statisticsOf(row: StatisticsRow): ColumnStatistics | undefined {
  const { column, type, nulls } = row;
  const kind = statisticsKind(type);
  if (kind === undefined) return undefined;
  const [low, high] = {
    boolean: [null, null],
    string: [null, null],
    binary: [null, null],
    long: [row.longLow, row.longHigh],
    date: [row.longLow, row.longHigh],
    double: [row.doubleLow, row.doubleHigh],
    decimal: [row.decimalLow, row.decimalHigh],
  }[kind] as [number | string | null, number | string | null];
  const known = Object.entries({
    distinct: kind === 'boolean' || kind === 'binary' ? null : row.distinct,
    trues: row.trues,
    falses: row.falses,
    low: low === null ? null : String(low),
    high: high === null ? null : String(high),
    maxLength: row.maxLength,
    averageLength: row.averageLength,
  }).filter(([, value]) => value !== null);
  return { column, type, kind, nulls, ...(Object.fromEntries(known) as Partial<ColumnStatistics>) };
}

interface ConstraintRow {
  name: string;
  kind: number;
  /** ENABLE, VALIDATE and RELY as the bits 4, 2 and 1. */
  flags: number;
  parentColumn: string | null;
  childColumn: string | null;
  parentDatabase: string;
  parentTable: string;
  expression: string | null;
}

/** Of a foreign key the table is the child, of every other constraint the parent. Source: ObjectStore of Hive 2.3 and 3.1. */
function* readConstraints(tableId: number): Reading<Constraint[]> {
  // The expression of DEFAULT and CHECK came with Hive 3.
  const [version] = yield* rows<{ schema: string }>('SELECT "SCHEMA_VERSION" AS "schema" FROM "VERSION"');
  const expression = Number.parseInt(version?.schema ?? '', 10) >= 3 ? 'k."DEFAULT_VALUE"' : 'NULL';
  const found = yield* rows<ConstraintRow>(
    `SELECT k."CONSTRAINT_NAME" AS "name", k."CONSTRAINT_TYPE" AS "kind", k."ENABLE_VALIDATE_RELY" AS "flags",
      coalesce(p."COLUMN_NAME", pk."PKEY_NAME") AS "parentColumn",
      coalesce(c."COLUMN_NAME", ck."PKEY_NAME") AS "childColumn",
      d."NAME" AS "parentDatabase", t."TBL_NAME" AS "parentTable", ${expression} AS "expression"
     FROM "KEY_CONSTRAINTS" k JOIN "TBLS" t ON t."TBL_ID" = k."PARENT_TBL_ID" JOIN "DBS" d ON d."DB_ID" = t."DB_ID"
     LEFT JOIN "COLUMNS_V2" p ON p."CD_ID" = k."PARENT_CD_ID" AND p."INTEGER_IDX" = k."PARENT_INTEGER_IDX"
     LEFT JOIN "PARTITION_KEYS" pk ON k."PARENT_CD_ID" IS NULL AND pk."TBL_ID" = k."PARENT_TBL_ID"
       AND pk."INTEGER_IDX" = k."PARENT_INTEGER_IDX"
     LEFT JOIN "COLUMNS_V2" c ON c."CD_ID" = k."CHILD_CD_ID" AND c."INTEGER_IDX" = k."CHILD_INTEGER_IDX"
     LEFT JOIN "PARTITION_KEYS" ck ON k."CHILD_CD_ID" IS NULL AND ck."TBL_ID" = k."CHILD_TBL_ID"
       AND ck."INTEGER_IDX" = k."CHILD_INTEGER_IDX"
     WHERE CASE k."CONSTRAINT_TYPE" WHEN 1 THEN k."CHILD_TBL_ID" ELSE k."PARENT_TBL_ID" END = ?
     ORDER BY k."CONSTRAINT_NAME", k."POSITION"`,
    tableId,
  );
  const byName = new Map<string, ConstraintRow[]>();
  for (const row of found) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
  return [...byName.values()].flatMap((parts) => constraintOf(parts) ?? []);
}

function constraintOf(parts: readonly ConstraintRow[]): Constraint | undefined {
  const { name, kind: type, flags, parentDatabase: database, parentTable: table, expression } = parts[0]!;
  const kind = CONSTRAINT_KINDS[type];
  if (kind === undefined) return undefined;
  const [parents, children] = [
    parts.map(({ parentColumn }) => parentColumn ?? ''),
    parts.map(({ childColumn }) => childColumn ?? ''),
  ];
  return {
    kind,
    name,
    ...(kind === 'foreign key'
      ? { columns: children, references: { database, table, columns: parents } }
      : { columns: parents }),
    ...(expression === null ? {} : { expression }),
    enabled: (flags & 4) !== 0,
    validated: (flags & 2) !== 0,
    rely: (flags & 1) !== 0,
  };
}

interface GrantRow {
  column: string | null;
  principal: string | null;
  principalType: PrincipalType | null;
  privilege: string | null;
  grantOption: number;
  grantor: string | null;
  grantorType: PrincipalType | null;
  createTime: number;
}

function* readGrants(tableId: number): Reading<Grant[]> {
  const common = `"PRINCIPAL_NAME" AS "principal", "PRINCIPAL_TYPE" AS "principalType",
    "GRANT_OPTION" AS "grantOption", "GRANTOR" AS "grantor", "GRANTOR_TYPE" AS "grantorType",
    "CREATE_TIME" AS "createTime"`;
  const found = yield* rows<GrantRow>(
    `SELECT NULL AS "column", "TBL_PRIV" AS "privilege", ${common} FROM "TBL_PRIVS" WHERE "TBL_ID" = ?
     UNION ALL SELECT "COLUMN_NAME", "TBL_COL_PRIV", ${common} FROM "TBL_COL_PRIVS" WHERE "TBL_ID" = ?`,
    ...[tableId, tableId],
  );
  return found.map((row) => ({
    ...(row.column === null ? {} : { column: row.column }),
    principal: row.principal ?? '',
    principalType: row.principalType ?? 'USER',
    privilege: row.privilege ?? '',
    grantOption: row.grantOption !== 0,
    grantor: row.grantor ?? '',
    grantorType: row.grantorType ?? 'USER',
    createTime: row.createTime,
  }));
}
