import { LakeliftError } from '../../errors/error.js';
import type { HiveTable, Metastore } from '../model.js';
import { isPaimon } from '../paimon-table.js';
import { unlessUnknown } from '../push/plan.js';

/** What the Hive table is called while its name stands for the Paimon table. */
export const hiveName = (table: string): string => `${table}__hive`;

/** Kept on a Hive table whose name was given away: its table type, and whether it had the parameter EXTERNAL. */
export const TYPE_BEFORE = 'lakelift.cutover.table-type';
export const EXTERNAL_BEFORE = 'lakelift.cutover.external';

/**
 * How far a table is, by what the metastore has under its two names. A run that was killed leaves `marked` or `moved`:
 * - `hive`: the name stands for the Hive table, nothing was begun;
 * - `marked`: the same, and the Hive table is marked as external, so that renaming it moves no files;
 * - `moved`: the Hive table has its other name, the name stands for nothing;
 * - `paimon`: the name stands for the Paimon table.
 */
export type Situation =
  | { readonly stage: 'hive' | 'marked' | 'moved'; readonly hive: HiveTable }
  | { readonly stage: 'paimon'; readonly hive: HiveTable; readonly paimon: HiveTable };

/** Throws TARGET_FOREIGN when a table stands under one of the names that cutover did not put there. */
export async function situationOf(metastore: Metastore, lake: HiveTable): Promise<Situation> {
  const { database, name } = lake;
  const named = await unlessUnknown(() => metastore.getTable(database, name));
  const other = await unlessUnknown(() => metastore.getTable(database, hiveName(name)));
  if (other !== undefined && !isMarked(other)) throw foreign(other, 'its name is needed for the Hive table');
  if (named === undefined) {
    if (other === undefined) throw foreign(lake, 'the metastore has no such table');
    return { stage: 'moved', hive: other };
  }
  if (isPaimon(named)) {
    if (other === undefined) throw foreign(named, 'it is a Paimon table already, and there is no Hive table beside it');
    if (!samePlace(named, lake)) throw foreign(named, `it is a Paimon table at ${named.storage.location}`);
    return { stage: 'paimon', hive: other, paimon: named };
  }
  if (other !== undefined) throw foreign(named, `it was made after the cutover, beside ${other.name}`);
  return { stage: isMarked(named) ? 'marked' : 'hive', hive: named };
}

const isMarked = ({ parameters }: HiveTable): boolean => parameters[TYPE_BEFORE] !== undefined;

/** Hive writes `file:/x` for `file:///x`. */
function samePlace(one: HiveTable, other: HiveTable): boolean {
  const [a, b] = [one, other].map(({ storage }) => storage.location.replace(/^file:\/+/, 'file:/').replace(/\/+$/, ''));
  return a === b;
}

function foreign({ database, name }: HiveTable, message: string): LakeliftError {
  return new LakeliftError('TARGET_FOREIGN', message, {
    table: `${database}.${name}`,
    next: 'look at the table in the metastore; rename or drop it there when it is not needed',
  });
}
