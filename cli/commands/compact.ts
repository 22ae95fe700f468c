import { availableParallelism } from 'node:os';
import { previewCompaction, runCompaction } from '../../compact/index.js';
import type { CompactContext, CompactedTable } from '../../compact/index.js';
import { ERROR_CODES, EXIT } from '../../errors/index.js';
import { openTarget } from '../../stores/index.js';
import type { CommandSpec } from '../command.js';
import { describeFailure } from '../failure.js';
import { Output } from '../output.js';
import { Progress } from '../progress.js';
import { lockOf, targetOptions } from '../session.js';
import { withSignals } from '../signals.js';
import { formatBytes } from '../size.js';
import { statePaths } from '../state.js';

/** Merges the small files of Paimon tables; running it again goes on. */
export const compactCommand: CommandSpec = {
  name: 'compact',
  description: 'Merge the small files of Paimon append tables, whoever wrote them, in one COMPACT snapshot per table.',
  flags: [
    'target',
    'tables',
    'where',
    'target-file-size',
    'lock',
    'user',
    'state',
    'workers',
    'endpoint',
    'region',
    'json',
    'dry-run',
  ],
  required: ['target'],
  examples: [
    ['compact --target s3://bucket/lake --dry-run', 'how many files would be left?'],
    ["compact --target s3://bucket/lake --tables 'sales.*'", 'merge the small files of one database'],
    ["compact --target s3://bucket/lake --tables sales.orders --where 'dt=2024-01-01'", 'those of one partition'],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const progress = new Progress(io);
    const locked = await lockOf(options);
    const target = await openTarget(options.target, targetOptions(options));
    try {
      return await withSignals(io, async (signal) => {
        const ctx: CompactContext = {
          ...locked,
          target,
          statePath: statePaths(options.target, io.cwd, options).state,
          tables: options.tables,
          where: options.where,
          targetFileSize: options.targetFileSize,
          workers: options.workers ?? availableParallelism(),
          progress: ({ table, done, total, bytes }) => progress.update({ label: table, done, total, bytes }),
          signal,
        };
        const act = options.dryRun === true ? previewCompaction : runCompaction;
        const tables = await act(ctx).finally(() => progress.stop());
        for (const table of tables) output.line(describe(table));
        if (tables.length === 0) output.line('no table matches --tables');
        const exitCode = exitCodeOf(tables);
        output.document('compact', { exitCode, dryRun: options.dryRun === true, tables });
        return exitCode;
      });
    } finally {
      await Promise.all([target.close(), locked.lock?.close()]);
    }
  },
};

function describe({ table, outcome, filesBefore, filesAfter, bytesMerged, seconds, error }: CompactedTable): string {
  if (error !== undefined) return describeFailure(table, outcome, error);
  if (outcome === 'unchanged') return `${table}: unchanged, ${filesBefore} files, none to merge`;
  const files = `${filesBefore} -> ${filesAfter} files, ${formatBytes(bytesMerged)}`;
  return outcome === 'planned'
    ? `${table}: ${files} to merge`
    : `${table}: compacted, ${files}, ${seconds.toFixed(1)} s`;
}

function exitCodeOf(tables: readonly CompactedTable[]): number {
  const codes = tables.flatMap(({ error }) => (error === undefined ? [] : [ERROR_CODES[error.code]]));
  if (codes.length === 0) return EXIT.ok;
  return codes.includes(EXIT.unexpected) ? EXIT.unexpected : EXIT.tablesFailed;
}
