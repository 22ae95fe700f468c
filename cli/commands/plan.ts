import { EXIT } from '../../errors/index.js';
import { planMigration } from '../../migrate/index.js';
import type { MigrationPlan, TablePlan } from '../../migrate/index.js';
import type { CommandSpec } from '../command.js';
import { PLAN_FLAGS } from '../flags.js';
import { Output } from '../output.js';
import { showUnmatched } from '../unmatched.js';
import { openSession } from '../session.js';
import { withSignals } from '../signals.js';
import { formatBytes } from '../size.js';

/** Shows what `migrate` would do; writes nothing anywhere. */
export const planCommand: CommandSpec = {
  name: 'plan',
  description: 'Show what a migration would do: tables, files before and after, lanes, refusals. Changes nothing.',
  flags: [...PLAN_FLAGS, 'bandwidth', 'json'],
  required: ['source', 'metastore', 'target'],
  examples: [
    [
      'plan --source webhdfs://nn:9870/user/hive/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake',
      'all tables of a Hive warehouse',
    ],
    [
      "plan --source file:///data/warehouse --metastore infer --target file:///data/lake --tables 'sales.*' --json",
      'as one JSON document',
    ],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const session = await openSession({ ...options, onRefuse: 'skip-table' }, io);
    try {
      const plan = await withSignals(io, (signal) => planMigration({ ...session.context, signal }));
      const exitCode = plan.tables.some(({ status }) => status === 'refused') ? EXIT.tablesFailed : EXIT.ok;
      output.document('plan', { exitCode, plan });
      showPlan(plan, output);
      return exitCode;
    } finally {
      await session.close();
    }
  },
};

/** A plan for people, a table a line, then why tables are refused. */
function showPlan(plan: MigrationPlan, output: Output): void {
  for (const table of plan.tables) output.line(describe(table));
  showUnmatched(plan, output);
}

function describe(table: TablePlan): string {
  const name = `${table.database}.${table.table}`;
  if (table.status === 'refused') {
    const reasons = table.refusals.map(({ reason, place }) => {
      const where = place.file ?? place.partition ?? place.column;
      return `    ${reason}${where === undefined ? '' : ` (${where})`}`;
    });
    const next = new Set(table.refusals.flatMap((refusal) => refusal.next ?? []));
    return [`${name}: refused`, ...reasons, ...[...next].map((step) => `    next: ${step}`)].join('\n');
  }
  const { rows, bytes, filesBefore, filesAfter, partitions, lanes } = table.totals;
  const used = Object.entries(lanes).flatMap(([lane, files]) => (files === 0 ? [] : [`${files} ${lane}`]));
  const files = `${filesBefore} -> ${filesAfter} files${used.length === 0 ? '' : ` (${used.join(', ')})`}`;
  const counted = rows === undefined ? '' : `${rows} rows, `;
  const notRead = (table.annotations?.notRead ?? []).map((what) => `\n    not carried: ${what}`).join('');
  return `${name}: ${counted}${formatBytes(bytes)}, ${partitions} partitions, ${files}${notRead}`;
}
