import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EXIT } from '../../errors/index.js';
import { planMigration, runMigration } from '../../migrate/index.js';
import type { MigrationResult } from '../../migrate/index.js';
import type { CommandSpec } from '../command.js';
import { makeDemoFolders } from '../demo/folders.js';
import { measureDemo } from '../demo/measure.js';
import { makeWarehouse } from '../demo/warehouse.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { reportFacts } from '../report/facts.js';
import { openSession } from '../session.js';
import { reportOf, showVerification, verifyTables, writeReports } from '../verification.js';

/** The main job on made-up data in a local folder. */
export const demoCommand: CommandSpec = {
  name: 'demo',
  description: 'Make a small Hive warehouse of many small files, migrate and verify it, measure before and after.',
  flags: ['dir', 'files', 'json'],
  required: [],
  examples: [
    ['demo', '2000 small files in ./lakelift-demo'],
    ['demo --dir /tmp/demo --files 500 --json', 'fewer of them elsewhere, the result as JSON'],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const folder = resolve(io.cwd, options.dir);
    const [warehouse, lake] = [join(folder, 'warehouse'), join(folder, 'lake')];
    await makeDemoFolders([warehouse, lake]);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    try {
      const files = await makeWarehouse(connection, warehouse, options.files);
      output.line(`made ${relative(io.cwd, warehouse)}: ${files} files`);
      const local = demoOptions(options, warehouse, lake);
      const session = await openSession(local, io);
      try {
        const plan = await planMigration(session.context);
        const result = await runMigration(plan, { ...session.context, progress: () => undefined });
        showResult(result, output);
        const { statePath } = session.context;
        const { verifications, failed } = await verifyTables(session, plan.tables, { level: 3 }, statePath, (one) =>
          showVerification(one, output),
        );
        const measures = await measureDemo(connection, warehouse, lake, session.target);
        for (const row of measures.flatMap(({ rows }) => rows)) output.line(`  ${row.join('  ')}`);
        const facts = await reportFacts(session, plan, local, 3);
        const report = reportOf(plan, verifications, failed, measures, facts);
        writeReports(
          { ...report, title: 'A migration, verified and measured' },
          { report: join(folder, 'report.html') },
          output,
        );
        const passed = verifications.every((one) => one.passed) && report.leftOut.length === 0;
        const exitCode = passed ? EXIT.ok : EXIT.differences;
        output.document('demo', {
          exitCode,
          tables: result.tables,
          verifications,
          measures,
          report: join(folder, 'report.html'),
        });
        return exitCode;
      } finally {
        await session.close();
      }
    } finally {
      connection.closeSync();
    }
  },
};

function demoOptions(options: Options, warehouse: string, lake: string): Options {
  return {
    ...options,
    source: pathToFileURL(warehouse).href,
    metastore: 'infer',
    target: pathToFileURL(lake).href,
    tables: ['*.*'],
    targetFileSize: 128 * 1024 * 1024,
    onRefuse: 'fail',
  };
}

function showResult({ tables }: MigrationResult, output: Output): void {
  for (const { table, rows, filesBefore, filesAfter, seconds } of tables) {
    output.line(`${table}: ${rows} rows, ${filesBefore} -> ${filesAfter} files, ${seconds.toFixed(1)} s`);
  }
}
