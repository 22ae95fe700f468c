import { LakeliftError } from '../errors/index.js';
import { readTable, tablePath, withdrawTable } from '../lake/index.js';
import type { TargetStore } from '../stores/index.js';
import type { Journal, TableState } from './journal.js';
import { commitOf } from './commit.js';
import { identityOfKey } from './keyed/plan.js';
import { changed } from './changed.js';
import type { TablePlan } from './plan-types.js';

/** How to go on with a table: what was journaled of it wins over a new plan of the same source. */
export interface Start {
  readonly plan: TablePlan;
  readonly state: TableState;
}

/**
 * Compares a plan with the journal and the target; writes nothing that a reader could see. Throws SOURCE_CHANGED when the table was published
 * from a source that is another now, NOT_FOUND when it is not there any more, TARGET_FOREIGN when the target holds a table this journal and
 * plan know nothing of.
 */
export async function startOf(journal: Journal, target: TargetStore, plan: TablePlan): Promise<Start> {
  const known = journal.find(target.url, plan.database, plan.table);
  const path = tablePath(plan.database, plan.table);
  if (known?.sourceId === plan.sourceId) {
    if (known.state === 'DONE' && !(await isTaken(target, path))) throw lostTable();
    return { plan: journal.plan(known.id), state: known.state };
  }
  const name = `${plan.database}.${plan.table}`;
  if (known !== undefined && known.state !== 'PLANNED') requireSameKey(journal.plan(known.id), plan, name);
  if (known?.state === 'DONE' || known?.state === 'COMMITTED') {
    throw changed(plan.hiveTable.storage.location, `${name} is already migrated from an earlier state`).at({
      table: name,
    });
  }
  const user = (await readTable(target, path))?.snapshot?.commitUser;
  if (known !== undefined && user === known.id) {
    throw changed(plan.hiveTable.storage.location, `${name} was published from an earlier state`).at({ table: name });
  }
  if (await isTaken(target, path)) {
    throw new LakeliftError('TARGET_FOREIGN', 'the target already has a table of this name', {
      table: name,
      file: `${target.url.replace(/\/+$/, '')}/${path}`,
      next: 'choose another --target, or use the --state file of the run that wrote the table',
    });
  }
  // A run may have died between the snapshot and the schema, and the source may have changed since: no reader saw that snapshot.
  if (known !== undefined) await withdrawTable(target, path, commitOf(journal.plan(known.id)));
  journal.begin(plan, target.url);
  return { plan, state: 'PLANNED' };
}

/** Throws USAGE when a table that is written already was asked for with another primary key. */
function requireSameKey({ key: before }: TablePlan, { key: now }: TablePlan, table: string): void {
  const shape = (key: TablePlan['key']): string => JSON.stringify(key === undefined ? null : identityOfKey(key));
  if (shape(before) === shape(now)) return;
  const text = before === undefined ? 'without a primary key' : `with the primary key ${before.columns.join(', ')}`;
  throw new LakeliftError('USAGE', `the table was migrated ${text} and other settings of it`, {
    table,
    next: 'give the same flags, or drop the table from the target and use a new --state',
  });
}

/** NOT_FOUND for a table that the journal has as migrated: it was removed, or the target is a bucket of the same name elsewhere. */
export function lostTable(): LakeliftError {
  return new LakeliftError('NOT_FOUND', 'the target has lost the table', {
    next: 'name the --endpoint it was written to, or use a new --state to make it again',
  });
}

/** A schema file makes a folder a table, even before its first snapshot. */
async function isTaken(target: TargetStore, path: string): Promise<boolean> {
  return (await target.stat(`${path}/schema/schema-0`)) !== undefined;
}
