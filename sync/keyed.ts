import { LakeliftError } from '../errors/index.js';
import { mergeEngineOf } from '../lake/index.js';
import type { LakeTable, LiveFile } from '../lake/index.js';
import { identityOfKey } from '../migrate/index.js';
import type { KeyRequest, PlanContext, TablePlan } from '../migrate/index.js';

type PrimaryKeys = Pick<PlanContext, 'primaryKeys'>;

/**
 * What later rounds of a table plan with: the key it was made with. Throws USAGE when another one is asked for now, REFUSED for a table
 * that rounds cannot change by key.
 */
export function keyedContext(
  { key, database, table }: TablePlan,
  { primaryKeys }: PrimaryKeys,
  lake: LakeTable,
): PrimaryKeys {
  const name = `${database}.${table}`;
  const asked = primaryKeys?.get(name.toLowerCase());
  requireSame(key, asked, name);
  if (key === undefined) return {};
  if (key.sequenceFields.length === 0 && key.duplicates === 'refuse') {
    throw new LakeliftError(
      'REFUSED',
      'rows that come in later may have the keys of others, and nothing says which of them counts',
      {
        table: name,
        next: 'migrate the table with --sequence-field or --duplicates last, or leave it out with --tables',
      },
    );
  }
  const engine = mergeEngineOf(lake.schema);
  if (engine !== 'deduplicate') {
    throw new LakeliftError('REFUSED', `the merge engine of the table is ${engine} now instead of deduplicate`, {
      table: name,
      next: 'set it back, or migrate the table anew, with a new --state',
    });
  }
  const buckets = lake.schema.options['bucket'];
  if (buckets !== String(key.buckets)) {
    throw new LakeliftError('REFUSED', `the table has ${String(buckets)} buckets now instead of ${key.buckets}`, {
      table: name,
      next: 'migrate the table anew, with a new --state',
    });
  }
  return { primaryKeys: new Map([[name.toLowerCase(), key]]) };
}

function requireSame(key: TablePlan['key'], asked: KeyRequest | undefined, table: string): void {
  if (asked === undefined) return;
  if (key !== undefined && JSON.stringify(identityOfKey(key)) === JSON.stringify(identityOfKey(asked))) return;
  throw new LakeliftError('USAGE', 'the table was made with another primary key', {
    table,
    next: 'leave --primary-key out, or migrate the table anew with a new --state',
  });
}

/** More than the number of any row in a table: rows that come in now count as later than those that are there. */
export function nextSequence({ files }: LakeTable): number {
  return files.reduce((most, { entry }) => Math.max(most, Number(entry.keyed.maxSequence) + 1), 0);
}

/** Data files of lakelift are named by UUIDs of version 8; other writers take random ones. */
const OWN = /^data-[0-9a-f]{8}-[0-9a-f]{4}-8/;

/**
 * Throws COMMIT_CONFLICT when a partition of a primary-key table, which is written anew, has files of another writer: their rows are not
 * in the source, or merged with others of it.
 */
export function requireOwnFiles(files: readonly LiveFile[], partition: string): void {
  const other = files.find(({ fileName }) => !OWN.test(fileName));
  if (other === undefined) return;
  throw new LakeliftError('COMMIT_CONFLICT', 'the partition changed in the source, and others write there', {
    partition,
    file: other.path,
    next: 'migrate the table anew, to another target or with a new --state',
  });
}
