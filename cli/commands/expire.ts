import { ERROR_CODES, EXIT } from '../../errors/index.js';
import { expireSnapshots, planExpiry } from '../../lake/index.js';
import type { Retention } from '../../lake/index.js';
import type { CommandSpec } from '../command.js';
import { describeFailure } from '../failure.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { eachLakeTable } from '../upkeep.js';
import type { TableResult } from '../upkeep.js';

interface Expired {
  /** Ids, oldest first. */
  readonly snapshots: readonly number[];
  /** Files that went, or would go, with them. */
  readonly files: number;
}

/** Lets old snapshots of Paimon tables expire. */
export const expireCommand: CommandSpec = {
  name: 'expire',
  description: 'Remove old snapshots of Paimon tables, whoever wrote them, with the files that only they need.',
  flags: ['target', 'tables', 'retain-max', 'retain-min', 'older-than', 'dry-run', 'endpoint', 'region', 'json'],
  required: ['target'],
  examples: [
    ['expire --target s3://bucket/lake --dry-run', 'what would go, by the rules of each table?'],
    ["expire --target s3://bucket/lake --tables 'sales.*' --older-than 7d --retain-min 1", 'keep a week'],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const dryRun = options.dryRun === true;
    const nothing: Expired = { snapshots: [], files: 0 };
    const tables = await eachLakeTable(options, io, nothing, async (target, path, signal) => {
      const expiry = await planExpiry(target, path, retentionOf(options), Date.now());
      if (expiry === undefined) return nothing;
      if (!dryRun) await expireSnapshots(target, expiry, signal);
      return { snapshots: expiry.snapshots, files: expiry.files.length };
    });
    for (const table of tables) output.line(describe(table, dryRun));
    if (tables.length === 0) output.line('no table matches --tables');
    const exitCode = exitCodeOf(tables);
    output.document('expire', { exitCode, dryRun, tables });
    return exitCode;
  },
};

const retentionOf = ({ retainMax, retainMin, olderThan }: Options): Retention => ({
  ...(retainMax === undefined ? {} : { retainMax }),
  ...(retainMin === undefined ? {} : { retainMin }),
  ...(olderThan === undefined ? {} : { olderThan }),
});

function describe({ table, snapshots, files, error }: TableResult<Expired>, dryRun: boolean): string {
  if (error !== undefined) return describeFailure(table, 'failed', error);
  if (snapshots.length === 0) return `${table}: nothing expires`;
  const range = `snapshots ${snapshots[0]} to ${snapshots.at(-1)}`;
  return dryRun ? `${table}: ${range} and ${files} files would go` : `${table}: ${range} and ${files} files are gone`;
}

/** That of the first failure, if there is one. */
export function exitCodeOf(tables: readonly TableResult<object>[]): number {
  const failed = tables.find(({ error }) => error !== undefined)?.error;
  return failed === undefined ? EXIT.ok : ERROR_CODES[failed.code];
}
