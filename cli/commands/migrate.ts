import { ERROR_CODES, EXIT } from '../../errors/index.js';
import { planMigration, runMigration } from '../../migrate/index.js';
import type { MigrationPlan, ProgressEvent, TableResult } from '../../migrate/index.js';
import type { CommandSpec } from '../command.js';
import { engineOf } from '../engine.js';
import { describeFailure } from '../failure.js';
import { PLAN_FLAGS } from '../flags.js';
import type { CliIo } from '../io.js';
import { Output } from '../output.js';
import { Progress } from '../progress.js';
import { redact } from '../redact.js';
import { reportFacts } from '../report/facts.js';
import { saveReport } from '../report/saved.js';
import { showUnmatched } from '../unmatched.js';
import { openSession } from '../session.js';
import { withSignals } from '../signals.js';
import { formatBytes } from '../size.js';
import { reportOf, showVerification, verifyTables, writeReports } from '../verification.js';
import type { Verified } from '../verification.js';
import { planCommand } from './plan.js';

/** Migrates, registers and verifies; running it again resumes. */
export const migrateCommand: CommandSpec = {
  name: 'migrate',
  description: 'Migrate Hive tables into Paimon tables, register them and verify them. Running it again resumes.',
  flags: [
    ...PLAN_FLAGS,
    'catalog',
    'state',
    'workers',
    'verify',
    'samples',
    'spark-submit',
    'spark-args',
    'on-refuse',
    'bandwidth',
    'report',
    'junit',
    'json',
    'dry-run',
  ],
  required: ['source', 'metastore', 'target'],
  examples: [
    [
      'migrate --source webhdfs://nn:9870/user/hive/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake',
      'all tables, verified row by row',
    ],
    [
      "migrate --source hdfs://nn1:8020,nn2:8020/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake --tables 'sales.*,!sales.tmp_*' --report out/verify.html",
      'one database without its scratch tables, from a pair of NameNodes, with a report',
    ],
    [
      'migrate --source file:///data/warehouse --metastore infer --target file:///data/lake --dry-run',
      'only show the plan',
    ],
  ],
  async run(options, io) {
    if (options.dryRun === true) return planCommand.run(options, io);
    const output = new Output(io, options.json);
    output.requireWritable([options.report, options.junit, options.json]);
    const engine = engineOf(options, options.verify, io);
    const session = await openSession(options, io);
    try {
      output.requireWritable([session.context.catalogPath]);
      return await withSignals(io, async (signal) => {
        const plan = await planMigration({ ...session.context, signal });
        const progress = showProgress(plan, io);
        const context = { ...session.context, signal, progress: progress.on };
        const { tables, notCarried } = await runMigration(plan, context).finally(() => progress.stop());
        for (const table of tables) output.line(describe(table));
        for (const what of notCarried) output.line(`not carried: ${what}`);
        showUnmatched(plan, output);
        const done = tables.filter(({ outcome }) => outcome === 'migrated' || outcome === 'unchanged');
        const names = new Set(done.map(({ table }) => table));
        const plans = plan.tables.filter(({ database, table }) => names.has(`${database}.${table}`));
        const verified = await verifyTables(
          session,
          plans,
          { level: options.verify, samples: options.samples, engine },
          session.context.statePath,
          (one) => showVerification(one, output),
          signal,
        );
        for (const [table, error] of verified.failed) output.line(describeFailure(table, 'not verified', error));
        const failures = tables.flatMap(({ table, error }) => (error ? [[table, error] as const] : []));
        const failed = new Map([...failures, ...verified.failed]);
        const facts = await reportFacts(session, plan, options, options.verify);
        const report = reportOf(plan, verified.verifications, failed, [], facts);
        writeReports(report, options, output);
        saveReport(session.context.statePath, report);
        const exitCode = exitCodeOf(tables, verified);
        const { verifications } = verified;
        output.document('migrate', { exitCode, tables, notCarried, verifications, leftOut: report.leftOut });
        return exitCode;
      });
    } finally {
      await session.close();
    }
  },
};

function describe(result: TableResult): string {
  const { table, outcome, rows, filesBefore, filesAfter, bytes, seconds, error } = result;
  if (error !== undefined) return describeFailure(table, outcome, error);
  if (outcome === 'unchanged') return `${table}: unchanged, already migrated`;
  const files = `${filesBefore} -> ${filesAfter} files`;
  return `${table}: ${outcome}, ${rows} rows, ${formatBytes(bytes)}, ${files}, ${seconds.toFixed(1)} s`;
}

/** Differences weigh most, then a source that changed; preflight failures count as such when no table is done. */
function exitCodeOf(tables: readonly TableResult[], { verifications, failed }: Verified): number {
  if (verifications.some(({ passed }) => !passed)) return EXIT.differences;
  const errors = [...tables.flatMap(({ error }) => error ?? []), ...failed.values()];
  const codes = errors.map(({ code }) => ERROR_CODES[code]);
  if (codes.length === 0) return EXIT.ok;
  for (const code of [EXIT.unexpected, EXIT.sourceChanged]) if (codes.includes(code)) return code;
  const begun = codes.length < tables.length || failed.size > 0;
  return begun || codes.some((code) => code !== EXIT.preflight) ? EXIT.tablesFailed : EXIT.preflight;
}

function showProgress(plan: MigrationPlan, io: CliIo): { on: (event: ProgressEvent) => void; stop: () => void } {
  const progress = new Progress(io);
  const total = plan.tables.reduce((sum, table) => sum + table.outputs.length, 0);
  let done = 0;
  let bytes = 0;
  return {
    on(event) {
      if (event.kind === 'output-done') {
        done += 1;
        bytes += event.bytes;
      }
      progress.update({ label: redact(event.table), done, total, bytes });
    },
    stop: () => progress.stop(),
  };
}
