import { join } from 'node:path';
import { MAIN } from '../../services/cli.js';
import { serve } from '../../services/processes.js';
import type { Service } from '../../services/processes.js';
import { pythonCommand } from '../../services/spark.js';
import type { PythonCommand } from '../../services/spark.js';
import { cpuSeconds } from '../../../bench/engines/process-tree.js';

/** Where files land and where the table is that follows them. */
export interface Place {
  /** hdfs://host:port and webhdfs://host:port of one HDFS, and the folder of the warehouse in it. */
  readonly fs: string;
  readonly web: string;
  readonly base: string;
  readonly target: string;
  /** For logs and what the follower remembers. */
  readonly folder: string;
}

/** A program that brings what lands in a folder into a table; it can be killed and started again. */
export class Follower {
  #running: Service | undefined;
  #cpu = 0;
  #starts = 0;

  constructor(
    readonly name: string,
    private readonly place: Place,
    private readonly command: PythonCommand,
  ) {}

  /** Processor seconds of all that was started and has been ended here, and how often that was. */
  get cost(): { readonly cpuSeconds: number; readonly starts: number } {
    return { cpuSeconds: this.#cpu, starts: this.#starts };
  }

  async start(): Promise<void> {
    const { program, args, env } = this.command;
    const log = join(this.place.folder, 'follower.log');
    const ready = (): Promise<boolean> => Promise.resolve(true);
    this.#running = await serve(this.name, program, args, { log, env, ready, timeoutMs: 10_000 });
    this.#starts += 1;
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    await this.#end((running) => running.kill());
  }

  async stop(): Promise<void> {
    await this.#end((running) => running.stop());
  }

  async #end(end: (running: Service) => Promise<void>): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#cpu += cpuSeconds(running.pid)!;
    this.#running = undefined;
    await end(running);
  }
}

/** The flags of lakelift that name both sides. */
function sidesOf({ web, base, target, folder }: Place): string[] {
  const state = join(folder, 'state.db');
  return ['--source', `${web}/${base}`, '--metastore', 'infer', '--target', target, '--state', state];
}

/** `lakelift sync` with an `--interval`. */
export function lakeliftSync(place: Place, interval: string): Follower {
  const args = [MAIN, 'sync', ...sidesOf(place), '--interval', interval];
  return new Follower('lakelift sync', place, { program: process.execPath, args, env: {} });
}

/** Spark structured streaming into Paimon that looks every so many seconds. */
export async function sparkStreaming(place: Place, triggerSeconds: number): Promise<Follower> {
  const checkpoint = `file://${join(place.folder, 'checkpoint')}`;
  const args = [`${place.fs}/${place.base}`, place.target, 'fresh.events', checkpoint, String(triggerSeconds)];
  return new Follower('Spark structured streaming', place, await pythonCommand('stream_to_paimon.py', args));
}
