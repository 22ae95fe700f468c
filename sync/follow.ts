import { setTimeout as sleep } from 'node:timers/promises';
import { LakeliftError } from '../errors/index.js';
import { WorkerPool } from '../migrate/index.js';
import type { Round, SyncContext, SyncOptions } from './model.js';
import { runRound } from './round.js';

/**
 * Round after round, until the signal is raised (INTERRUPTED) or no table lags behind more than `untilLag`. Another run that holds the
 * journal, such as a compaction, is waited for. Returns the last round.
 */
export async function follow(ctx: SyncContext, options: SyncOptions): Promise<Round> {
  const pool = new WorkerPool(ctx);
  try {
    for (let number = 1; ;) {
      const round = await unlessLocked(() => runRound(ctx, number, (task, onUpload) => pool.run(task, onUpload)));
      if (round !== undefined) {
        options.onRound(round);
        if (isCaughtUp(round, options.untilLag)) return round;
        number += 1;
      }
      await sleep(options.interval, undefined, ctx.signal === undefined ? {} : { signal: ctx.signal });
    }
  } finally {
    await pool.close();
  }
}

async function unlessLocked(work: () => Promise<Round>): Promise<Round | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'LOCKED') return undefined;
    throw error;
  }
}

function isCaughtUp({ tables }: Round, untilLag: number | undefined): boolean {
  if (untilLag === undefined) return false;
  return tables.every(({ lagSeconds }) => lagSeconds !== undefined && lagSeconds * 1000 <= untilLag);
}
