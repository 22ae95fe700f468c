import { compareTables } from '../diff/compare.js';
import type { Difference } from '../diff/compare.js';
import { LakeliftError } from '../../errors/error.js';
import type { HiveDatabase, HiveTable, Metastore } from '../model.js';

/** What is to be done for one table: `complete` adds partitions, keys, statistics and grants that are missing, `differs` needs leave to replace. */
export interface PushStep {
  readonly action: 'create' | 'complete' | 'replace' | 'unchanged' | 'differs';
  readonly table: HiveTable;
  /** What the target holds otherwise; empty for new tables. */
  readonly differences: readonly Difference[];
}

/** All that is to be done in a Hive Metastore, known before anything is done. */
export interface PushPlan {
  /** Databases the target lacks. Those it has are left as they are. */
  readonly databases: readonly HiveDatabase[];
  readonly steps: readonly PushStep[];
}

/** Compares what the source says of tables with what the target has. Reads only. */
export async function planPush(
  source: Metastore,
  target: Metastore,
  names: readonly { readonly database: string; readonly table: string }[],
  replace: boolean,
): Promise<PushPlan> {
  const databases: HiveDatabase[] = [];
  for (const name of new Set(names.map(({ database }) => database))) {
    const wanted = await source.getDatabase(name);
    if ((await unlessUnknown(() => target.getDatabase(name))) === undefined) databases.push(wanted);
  }
  const steps: PushStep[] = [];
  for (const { database, table } of names) {
    steps.push(await planTable(source, target, await source.getTable(database, table), replace));
  }
  return { databases, steps };
}

/** Properties that can be added to a table that is there. */
const ADDED =
  /^(partition|statistics of columns|statistics of column .*|(primary|foreign) key \(.*|unique \(.*|not null \(.*|default \(.*|check \(.*|grant .*)$/s;

async function planTable(source: Metastore, target: Metastore, table: HiveTable, replace: boolean): Promise<PushStep> {
  const there = await unlessUnknown(() => target.getTable(table.database, table.name));
  if (there === undefined) return { action: 'create', table, differences: [] };
  const differences: Difference[] = [];
  for await (const difference of compareTables({ metastore: source, table }, { metastore: target, table: there })) {
    differences.push(difference);
  }
  if (differences.length === 0) return { action: 'unchanged', table, differences };
  const onlyMissing = differences.every(({ property, second }) => ADDED.test(property) && second === undefined);
  if (onlyMissing) return { action: 'complete', table, differences };
  return { action: replace ? 'replace' : 'differs', table, differences };
}

/** undefined for what the metastore does not have. */
export async function unlessUnknown<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'TABLE_UNKNOWN') return undefined;
    throw error;
  }
}
