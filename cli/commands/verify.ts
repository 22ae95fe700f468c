import { planMigration } from '../../migrate/index.js';
import type { CommandSpec } from '../command.js';
import { engineOf } from '../engine.js';
import { PLAN_FLAGS } from '../flags.js';
import { Output } from '../output.js';
import { reportFacts } from '../report/facts.js';
import { saveReport } from '../report/saved.js';
import { showUnmatched } from '../unmatched.js';
import { openSession } from '../session.js';
import { withSignals } from '../signals.js';
import {
  exitCodeOfReport,
  reportOf,
  showLeftOut,
  showVerification,
  verifyTables,
  writeReports,
} from '../verification.js';

/** Proves migrated tables against the source as it is now. */
export const verifyCommand: CommandSpec = {
  name: 'verify',
  description: 'Prove migrated tables equal to their source as it is now, at one of five levels. Changes no table.',
  flags: [
    ...PLAN_FLAGS,
    'state',
    'catalog',
    'level',
    'samples',
    'spark-submit',
    'spark-args',
    'bandwidth',
    'report',
    'junit',
    'json',
  ],
  required: ['source', 'metastore', 'target'],
  examples: [
    [
      'verify --source webhdfs://nn:9870/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake --report out/verify.html --junit out/verify.xml',
      'every value of every row, with reports for people and for CI',
    ],
    [
      'verify --source webhdfs://nn:9870/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake --tables sales.orders --level 1 --json',
      'checksums only',
    ],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    output.requireWritable([options.report, options.junit, options.json]);
    const engine = engineOf(options, options.level, io);
    const session = await openSession({ ...options, onRefuse: 'skip-table' }, io);
    try {
      return await withSignals(io, async (signal) => {
        const plan = await planMigration({ ...session.context, signal });
        const planned = plan.tables.filter(({ status }) => status === 'planned');
        const { verifications, failed } = await verifyTables(
          session,
          planned,
          { level: options.level, samples: options.samples, engine },
          session.context.statePath,
          (one) => showVerification(one, output),
          signal,
        );
        const facts = await reportFacts(session, plan, options, options.level);
        const report = reportOf(plan, verifications, failed, [], facts);
        showLeftOut(report.leftOut, output);
        showUnmatched(plan, output);
        writeReports(report, options, output);
        saveReport(session.context.statePath, report);
        const exitCode = exitCodeOfReport(report);
        output.document('verify', { exitCode, ...report });
        return exitCode;
      });
    } finally {
      await session.close();
    }
  },
};
