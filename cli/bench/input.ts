import type { BenchTable, MeasureError, Suite } from '../../bench/index.js';
import { readTable, tablePath } from '../../lake/index.js';
import { planMigration } from '../../migrate/index.js';
import type { Session } from '../session.js';

/** The tables of a suite on both sides, and those that one side lacks or that lakelift does not read. */
export async function benchTables(
  { context }: Session,
  suite: Pick<Suite, 'targetFileSize'> & { readonly before: Pick<Suite['before'], 'tables'> },
  signal: AbortSignal,
): Promise<{ tables: BenchTable[]; leftOut: MeasureError[] }> {
  const plan = await planMigration({
    ...context,
    tables: suite.before.tables,
    targetFileSize: suite.targetFileSize,
    signal,
  });
  const tables: BenchTable[] = [];
  const leftOut: MeasureError[] = [];
  for (const planned of plan.tables) {
    signal.throwIfAborted();
    const metric = `table/${planned.database}.${planned.table}`;
    const after = await readTable(context.target, tablePath(planned.database, planned.table));
    if (planned.status === 'refused') {
      leftOut.push({ metric, code: 'REFUSED', message: planned.refusals.map(({ reason }) => reason).join('; ') });
    } else if (after === undefined) {
      leftOut.push({ metric, code: 'NOT_FOUND', message: 'the table is not in the target: migrate it first' });
    } else tables.push({ before: planned, after });
  }
  return { tables, leftOut };
}
