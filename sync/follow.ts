import { setTimeout as sleep } from 'node:timers/promises';
import { LakeliftError } from '../errors/index.js';
import type { ErrorCode } from '../errors/index.js';
import { WorkerPool } from '../migrate/index.js';
import type { Round, SyncContext, SyncOptions } from './model.js';
import { runRound } from './round.js';
import { SnapshotDiff } from './snapshot-diff.js';

/** Failures of a whole round that the next one may not meet; another run, such as a compaction, may hold the journal for a while. */
const PASSING: readonly ErrorCode[] = ['LOCKED', 'UNREACHABLE', 'IO'];

/**
 * Round after round, until the signal is raised (INTERRUPTED) or no table lags behind more than `untilLag`. Returns the last round, which has
 * listed everything. What keeps the very first round from being made is thrown; later, what may pass is told, and tried again after the interval.
 */
export async function follow(ctx: SyncContext, options: SyncOptions): Promise<Round> {
  const pool = new WorkerPool(ctx);
  const diff = options.snapshotDiff === true ? new SnapshotDiff(ctx) : undefined;
  const told = diff && { unchanged: diff.unchanged.bind(diff) };
  try {
    for (let number = 1; ;) {
      try {
        const spared = diff?.spared;
        const round = await runRound({ ...ctx, ...told }, number, (task, onUpload) => pool.run(task, onUpload));
        options.onRound(round);
        number += 1;
        if (isCaughtUp(round, options.untilLag)) {
          if (diff?.spared === spared) return round;
          // The last round is one that has listed everything.
          diff?.forget();
          continue;
        }
      } catch (error) {
        if (number === 1 || !(error instanceof LakeliftError) || !PASSING.includes(error.code)) throw error;
        options.onTrouble(error);
      }
      await sleep(options.interval, undefined, ctx.signal === undefined ? {} : { signal: ctx.signal });
    }
  } finally {
    await pool.close();
  }
}

function isCaughtUp({ tables }: Round, untilLag: number | undefined): boolean {
  if (untilLag === undefined) return false;
  return tables.every(({ lagSeconds }) => lagSeconds !== undefined && lagSeconds * 1000 <= untilLag);
}
