import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lake, ScratchPlace, Suite } from '../../bench/index.js';
import { runCompaction } from '../../compact/index.js';
import { LakeliftError } from '../../errors/index.js';
import { syncOnce } from '../../sync/index.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { openSession } from '../session.js';
import { benchTables } from './input.js';

const EVERYTHING = ['*.*'];

/** Follows and compacts the scratch tables of a benchmark, as `sync --once` and `compact` do; its journal is in the temporary folder. */
export async function openBenchLake(
  place: ScratchPlace,
  suite: Suite,
  options: Options,
  io: CliIo,
  signal: AbortSignal,
): Promise<Lake> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-lake-'));
  const chosen = {
    ...place,
    tables: EVERYTHING,
    targetFileSize: suite.targetFileSize,
    state: join(folder, 'state.db'),
  };
  const session = await openSession({ ...options, ...chosen, metastore: 'infer', onRefuse: 'skip-table' }, io);
  const context = { ...session.context, signal, progress: () => undefined };
  return {
    stores: session,
    async sync() {
      const { tables } = await syncOnce(context);
      for (const { table, error } of tables) {
        // A file that was written under way: the next round looks again.
        if (error !== undefined && error.code !== 'SOURCE_CHANGED') throw LakeliftError.fromJSON(error).at({ table });
      }
    },
    async compact() {
      const tables = await runCompaction({ ...context, where: [] });
      for (const { table, error } of tables) if (error !== undefined) throw LakeliftError.fromJSON(error).at({ table });
    },
    async table() {
      const wanted = { before: { tables: EVERYTHING }, targetFileSize: suite.targetFileSize };
      const { tables, leftOut } = await benchTables(session, wanted, signal);
      const [table] = tables;
      if (table !== undefined) return table;
      const [reason] = leftOut;
      throw new LakeliftError(reason?.code ?? 'NOT_FOUND', reason?.message ?? 'the scratch source has no table');
    },
    async close() {
      await session.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
