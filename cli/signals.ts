import { EXIT, LakeliftError } from '../errors/index.js';
import type { CliIo } from './io.js';

/**
 * Runs `work` with a signal that the first SIGINT or SIGTERM aborts; work then stops at the next safe point and INTERRUPTED is thrown.
 * A second one ends the process at once, which is safe too: what was not committed is redone by the next run.
 */
export async function withSignals<T>(io: CliIo, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    io.stderr.write(`${name}: stopping at the next safe point; once more stops at once\n`);
    controller.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    const told = error instanceof LakeliftError && error.code === 'INTERRUPTED';
    if (!controller.signal.aborted || told) throw error;
    throw new LakeliftError('INTERRUPTED', 'the run was interrupted', {
      next: 'run the same command again',
      cause: error,
    });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
