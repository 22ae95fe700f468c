import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../services/processes.js';
import type { Service } from '../../services/processes.js';
import { pythonCommand } from '../../services/spark.js';
import type { Place } from './follower.js';

const START_MS = 300_000;
/** How long the last files may take to be seen before the measurement fails. */
const PATIENCE_MS = 300_000;
const LOOK_EVERY_MS = 500;

/** A Spark session that reads the table over and over, and says when it has seen which file's rows. */
export class SparkReader {
  private constructor(
    private readonly service: Service,
    private readonly output: string,
  ) {}

  /** Starts the session; returns once Spark sees the rows of the first files. `rows` is the number of rows of a file. */
  static async start({ target, folder }: Place, rows: number, first: number): Promise<SparkReader> {
    const output = join(folder, 'seen.jsonl');
    const { program, args, env } = await pythonCommand('watch_paimon.py', [output, target, 'fresh.events', `${rows}`]);
    const ready = (): Promise<boolean> => Promise.resolve(seenIn(output).size >= first);
    const log = join(folder, 'reader.log');
    const service = await serve('Spark reader', program, args, { log, env, ready, timeoutMs: START_MS });
    return new SparkReader(service, output);
  }

  /** When Spark saw all rows of each file, by its number, in milliseconds since 1970. Throws when it does not see so many files. */
  async seenAll(files: number): Promise<ReadonlyMap<number, number>> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const seen = seenIn(this.output);
      if (seen.size >= files) return seen;
      if (Date.now() > deadline) throw new Error(`Spark sees ${seen.size} of ${files} files`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  stop(): Promise<void> {
    return this.service.stop();
  }
}

function seenIn(output: string): Map<number, number> {
  if (!existsSync(output)) return new Map();
  // The last line may be half written.
  const lines = readFileSync(output, 'utf8').split('\n').slice(0, -1);
  return new Map(lines.map((line) => JSON.parse(line) as [file: number, at: number]));
}
