import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { History, loadSuite, oddIn, reviewRun, runSuite, summaryOf } from '../../bench/index.js';
import type { BenchRun, Metric, Suite } from '../../bench/index.js';
import { EXIT } from '../../errors/index.js';
import { endpointOf, isHdfsUrl } from '../../stores/index.js';
import { benchTables } from '../bench/input.js';
import { openBenchLake } from '../bench/lake.js';
import { benchReport, writeBenchReports } from '../bench/report.js';
import { showRun } from '../bench/show.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { redact } from '../redact.js';
import { openSession } from '../session.js';
import { withSignals } from '../signals.js';

/** Measures a suite on both sides of a migration and appends the run to a history. */
export const benchRunCommand: CommandSpec = {
  name: 'bench run',
  description:
    'Measure the same tables before and after a migration: files, metadata, queries, start-up and chains of queries. Changes neither side.',
  flags: ['suite', 'out', 'namenode-ops', 'user', 'endpoint', 'region', 'report', 'json'],
  required: ['suite', 'out'],
  examples: [
    ['bench run --suite suite.yaml --out bench.db --report out/bench.html', 'measure, append to the history, draw'],
    ['bench run --suite suite.yaml --out bench.db --json', 'the run as JSON'],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    output.requireWritable([options.report, options.json]);
    const suite = await loadSuite(resolve(io.cwd, options.suite));
    const history = History.open(resolve(io.cwd, options.out));
    try {
      return await withSignals(io, async (signal) => {
        const run = await measure(suite, oddIn(history, suite.name), options, io, signal);
        const { metrics, ...rest } = run;
        const summaries = metrics.map(summaryOf);
        // Before it is kept: what hours have measured is seen even when the history cannot take it.
        showRun(run, summaries, output);
        const id = history.append(run);
        output.line(`run ${id} of ${suite.name} is in ${options.out}`);
        writeBenchReports(benchReport(reviewRun(history, id)), options, output);
        const exitCode = exitCodeOf(run);
        output.document('bench run', { exitCode, run: id, ...rest, metrics: summaries });
        return exitCode;
      });
    } finally {
      history.close();
    }
  },
};

async function measure(
  suite: Suite,
  odd: (metric: Metric) => boolean,
  options: Options,
  io: CliIo,
  signal: AbortSignal,
): Promise<BenchRun> {
  const { source, metastore } = suite.before;
  const { target } = suite.after;
  const session = await openSession({ ...options, source, metastore, target, onRefuse: 'skip-table' }, io);
  try {
    const { tables, leftOut } = await benchTables(session, suite, signal);
    const progress = (what: string) => io.stderr.write(`${redact(what)}\n`);
    const nameNode = isHdfsUrl(source) ? { nameNode: source } : {};
    const scratch = tmpdir();
    const endpoint = endpointOf(options.endpoint === undefined ? {} : { endpoint: options.endpoint });
    const run = await runSuite({
      ...{ suite, tables, stores: session, scratch, odd, signal, progress, ...nameNode },
      openLake: (place) => openBenchLake(place, suite, options, io, signal),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(options.user === undefined ? {} : { user: options.user }),
    });
    return { ...run, errors: [...leftOut, ...run.errors] };
  } finally {
    await session.close();
  }
}

/** Different answers weigh most; whatever else could not be measured is like a table that failed. */
function exitCodeOf({ errors }: BenchRun): number {
  if (errors.some(({ code }) => code === 'DIFFERENCES')) return EXIT.differences;
  return errors.length > 0 ? EXIT.tablesFailed : EXIT.ok;
}
