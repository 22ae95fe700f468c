import { CONSTRAINT_KINDS, sortedAnnotations } from '../annotations.js';
import type { Annotations, Constraint } from '../annotations.js';
import { grantsOf } from './grant-rows.js';
import { rows } from './query.js';
import type { Reading } from './query.js';
import { schemaMajor } from './schema.js';
import { statisticsOf } from './statistics-rows.js';

/** What the metastore keeps beside the table with this TBL_ID. */
export function* readAnnotations(tableId: number): Reading<Annotations> {
  return sortedAnnotations({
    statistics: (yield* statisticsOf('TAB_COL_STATS', 'TBL_ID', [tableId]))(tableId),
    constraints: yield* readConstraints(tableId),
    grants: [
      ...(yield* grantsOf('TBL_PRIVS', 'TBL_PRIV', 'TBL_ID', [tableId]))(tableId),
      ...(yield* grantsOf('TBL_COL_PRIVS', 'TBL_COL_PRIV', 'TBL_ID', [tableId]))(tableId),
    ],
    notRead: [],
  });
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
  const expression = (yield* schemaMajor()) >= 3 ? 'k."DEFAULT_VALUE"' : 'NULL';
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
