import { LakeliftError, toLakeliftError } from '../errors/index.js';
import type { SerializedError } from '../errors/index.js';
import { lakeTables, tablePath } from '../lake/index.js';
import { selectTables } from '../migrate/index.js';
import { openTarget } from '../stores/index.js';
import type { TargetStore } from '../stores/index.js';
import type { CliIo } from './io.js';
import type { Options } from './options.js';
import { targetOptions } from './session.js';
import { withSignals } from './signals.js';

/** What was done, or is to be done, to one table; or why not. */
export type TableResult<T> = T & { readonly table: string; readonly error?: SerializedError };

/** Does the same to each of the selected tables of a warehouse; the failure of one is in its result, and the others go on. */
export async function eachLakeTable<T extends object>(
  options: Options,
  io: CliIo,
  nothing: T,
  work: (target: TargetStore, path: string, signal: AbortSignal) => Promise<T>,
): Promise<TableResult<T>[]> {
  const target = await openTarget(options.target, targetOptions(options));
  try {
    return await withSignals(io, async (signal) => {
      const results: TableResult<T>[] = [];
      for (const { database, table: name } of await selectTables(lakeTables(target), options.tables)) {
        signal.throwIfAborted();
        const table = `${database}.${name}`;
        try {
          results.push({ table, ...(await work(target, tablePath(database, name), signal)) });
        } catch (cause) {
          if (signal.aborted || (cause instanceof LakeliftError && cause.code === 'USAGE')) throw cause;
          results.push({ table, ...nothing, error: toLakeliftError(cause).at({ table }).toJSON() });
        }
      }
      return results;
    });
  } finally {
    await target.close();
  }
}
