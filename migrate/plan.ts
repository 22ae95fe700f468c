import { setFlagsFromString } from 'node:v8';
import { LakeliftError } from '../errors/index.js';
import type { PlanContext } from './context.js';
import type { MigrationPlan, TablePlan } from './plan-types.js';
import { planTable } from './plan-table.js';
import { requireSource } from './require-source.js';
import { requireSome, selectSource, selectTables } from './select.js';

/**
 * Reads metastore, directories and footers, and says what a run would do; writes nothing. Tables that cannot be carried are in the
 * plan with their reasons; with `onRefuse: 'fail'` the first of them is thrown as REFUSED. Throws TABLE_UNKNOWN when patterns match nothing, NOT_FOUND when the source is not there.
 */
export async function planMigration(ctx: PlanContext): Promise<MigrationPlan> {
  heapMayGrowBy(HEAP_GROWTH_PERCENT);
  try {
    return await planTables(ctx);
  } finally {
    heapMayGrowBy(0);
  }
}

/** A plan of many partitions is kept to its end, and what was read for it is soon let go: memory for a little more time. */
const HEAP_GROWTH_PERCENT = 25;

/** How far the heap grows beyond what was in use at the last collection, before the next; 0 leaves it to V8, which takes up to four times as much. */
function heapMayGrowBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${String(percent)}`);
}

async function planTables(ctx: PlanContext): Promise<MigrationPlan> {
  await requireTables(ctx);
  const tables: TablePlan[] = [];
  const { tables: names, unmatched } = await selectSource(ctx.metastore, ctx.tables);
  requireSome(names, ctx.tables);
  await requireSource(ctx);
  for (const name of names) {
    ctx.signal?.throwIfAborted();
    const plan = await planTable(ctx, name);
    if (plan.status === 'refused' && ctx.onRefuse === 'fail') throw refusedError(plan);
    tables.push(plan);
  }
  const loose = unmatched.length === 0 ? {} : { unmatched };
  return { formatVersion: 1, source: ctx.source.url, target: ctx.target.url, tables, ...loose };
}

/** Throws TABLE_UNKNOWN for a table that is to have a primary key and does not exist: its name may be misspelt. */
async function requireTables({ metastore, primaryKeys = new Map() }: PlanContext): Promise<void> {
  if (primaryKeys.size > 0) await selectTables(metastore, [...primaryKeys.keys()]);
}

/** The refusal of a table as an error: its first reason, and how many more there are. Another than REFUSED when all are of one other kind. */
export function refusedError(plan: TablePlan): LakeliftError {
  const [first, ...others] = plan.refusals;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const code = others.every((other) => other.code === first?.code) ? first?.code : undefined;
  return new LakeliftError(code ?? 'REFUSED', `${first?.reason ?? 'the table is refused'}${more}`, {
    table: `${plan.database}.${plan.table}`,
    ...first?.place,
    next: first?.next ?? 'exclude the table with --tables, or remove the reason in Hive',
  });
}
