import { LakeliftError } from '../errors/index.js';
import { evolvedSchema } from '../lake/index.js';
import type { LakeTable, TableSchema } from '../lake/index.js';
import { sameColumns } from '../migrate/index.js';
import type { TablePlan } from '../migrate/index.js';

/**
 * The lake's schema that new files of a table are written under: the one of the plan before, or, where the columns have changed in Hive, the
 * one to come. Throws REFUSED, naming the column, for changes that a table cannot follow; COMMIT_CONFLICT where others have changed it.
 */
export function schemaAfter(before: TablePlan, now: TablePlan, lake: LakeTable): TableSchema {
  if (!sameColumns(before.partitionKeys, now.partitionKeys)) throw refused('the partition columns');
  if (sameColumns(before.columns, now.columns)) return schemaWritten(before, lake);
  if (now.key !== undefined) throw refused('the columns of a table with a primary key');
  return evolvedSchema(lake.schema, { before: before.columns, now: now.columns, timeMillis: Date.now() });
}

/** The lake's schema that a plan's files are written under. Throws CORRUPT when the table lacks it. */
export function schemaWritten({ schemaId = 0 }: TablePlan, { schemas, path }: LakeTable): TableSchema {
  const schema = schemas.get(schemaId);
  if (schema !== undefined) return schema;
  throw new LakeliftError('CORRUPT', `the table has lost its schema ${schemaId}`, { file: path });
}

function refused(what: string): LakeliftError {
  return new LakeliftError('REFUSED', `${what} have changed in Hive`, {
    next: 'migrate the table anew, to another target or after dropping it from the lake, with a new --state',
  });
}
