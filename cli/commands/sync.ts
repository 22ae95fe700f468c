import { ERROR_CODES, EXIT } from '../../errors/index.js';
import type { LakeliftError } from '../../errors/index.js';
import { follow, Metrics, serveMetrics, syncOnce } from '../../sync/index.js';
import type { Round, SyncContext, TableRound } from '../../sync/index.js';
import type { CommandSpec } from '../command.js';
import { describeFailure } from '../failure.js';
import { PLAN_FLAGS } from '../flags.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { redact } from '../redact.js';
import { openSession } from '../session.js';
import { withSignals } from '../signals.js';

/** Keeps Paimon tables following their Hive sources. */
export const syncCommand: CommandSpec = {
  name: 'sync',
  description: 'Bring what is new, changed or removed in Hive tables into their Paimon tables, again and again.',
  flags: [
    ...PLAN_FLAGS,
    'lock',
    'once',
    'interval',
    'until-lag',
    'snapshot-diff',
    'metrics-port',
    'host',
    'catalog',
    'state',
    'workers',
    'bandwidth',
    'json',
  ],
  required: ['source', 'metastore', 'target'],
  examples: [
    [
      "sync --source webhdfs://nn:9870/user/hive/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake --tables 'sales.*'",
      'follow the tables of one database until Ctrl-C',
    ],
    [
      'sync --source webhdfs://nn:9870/user/hive/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake --once --json',
      'one round, as from cron',
    ],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const session = await openSession({ ...options, onRefuse: 'skip-table' }, io);
    try {
      output.requireWritable([session.context.catalogPath]);
      return await withSignals(io, async (signal) => {
        const ctx: SyncContext = { ...session.context, signal, progress: () => undefined };
        const metrics = new Metrics();
        const onRound = (round: Round): void => {
          metrics.observe(round);
          show(round, output, io);
        };
        return await withMetrics(metrics, options, io, async () => {
          const { interval, untilLag, snapshotDiff = false } = options;
          const limit = { snapshotDiff, ...(untilLag === undefined ? {} : { untilLag }) };
          const onTrouble = (error: LakeliftError): void => void io.stderr.write(`${redact(error.describe())}\n`);
          const last =
            options.once === true ? await syncOnce(ctx) : await follow(ctx, { interval, ...limit, onRound, onTrouble });
          if (options.once === true) onRound(last);
          return exitCodeOf(last);
        });
      });
    } finally {
      await session.close();
    }
  },
};

/** Serves metrics while `work` lasts, where they are asked for. */
async function withMetrics<T>(metrics: Metrics, options: Options, io: CliIo, work: () => Promise<T>): Promise<T> {
  if (options.metricsPort === undefined) return work();
  const served = await serveMetrics(metrics, options.host, options.metricsPort);
  io.stderr.write(`metrics at ${served.url}\n`);
  try {
    return await work();
  } finally {
    await served.close();
  }
}

function show(round: Round, output: Output, io: CliIo): void {
  for (const table of round.tables) if (table.outcome !== 'unchanged') output.line(describe(table));
  for (const what of round.notCarried) output.line(`not carried: ${what}`);
  const changed = round.tables.filter(({ outcome }) => outcome === 'created' || outcome === 'changed').length;
  const lags = round.tables.flatMap(({ lagSeconds }) => lagSeconds ?? []);
  const lag = lags.length < round.tables.length ? 'unknown' : `${Math.max(0, ...lags).toFixed(0)} s`;
  io.stderr.write(
    `round ${round.round}: ${round.tables.length} tables, ${changed} changed, lag ${lag}, ${round.seconds.toFixed(1)} s\n`,
  );
  output.document('sync', { exitCode: exitCodeOf(round), ...round });
}

function describe(round: TableRound): string {
  const { table, outcome, rows, filesAdded, filesRemoved, waiting, snapshotId, restoredAs, error } = round;
  if (error !== undefined) return describeFailure(table, outcome, error);
  const snapshot = snapshotId === undefined ? '' : `, snapshot ${snapshotId}`;
  const again =
    restoredAs === undefined
      ? ''
      : `, the round before was committed again as snapshot ${restoredAs}: another writer had replaced its snapshot`;
  const open = waiting.length === 0 ? '' : `, waiting for ${waiting.join(', ')}`;
  return `${table}: ${outcome}, +${filesAdded} -${filesRemoved} files, ${rows} rows${snapshot}${again}${open}`;
}

/** 5 while files are being written or changed, as a later round will do better. */
function exitCodeOf({ tables }: Round): number {
  const codes = tables.flatMap(({ error }) => (error === undefined ? [] : [ERROR_CODES[error.code]]));
  if (codes.includes(EXIT.unexpected)) return EXIT.unexpected;
  if (tables.some(({ outcome }) => outcome === 'refused' || outcome === 'failed')) return EXIT.tablesFailed;
  return tables.some(({ outcome, waiting }) => outcome === 'waiting' || waiting.length > 0)
    ? EXIT.sourceChanged
    : EXIT.ok;
}
