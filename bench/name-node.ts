import { setTimeout as sleep } from 'node:timers/promises';
import { nameNodeLoad, settledNameNodeLoad } from '../stores/index.js';
import type { NameNodeLoad } from '../stores/index.js';

/** What the NameNode did during one phase; counters are differences, the others as they were at its end. */
export interface PhaseLoad {
  readonly phase: string;
  /** Milliseconds since the start of the run; the wait for the NameNode's counters is not in them. */
  readonly from: number;
  readonly to: number;
  readonly load: NameNodeLoad;
}

/** What the NameNode said at one moment. */
export interface LoadSample extends Pick<
  NameNodeLoad,
  'fileOps' | 'rpcCalls' | 'rpcQueueMs' | 'rpcProcessingMs' | 'heapUsed'
> {
  /** Milliseconds since the start of the run. */
  readonly at: number;
}

/** A NameNode has new counters over JMX this often (see `settledNameNodeLoad`). */
const SAMPLE_MS = 10_000;

/** Follows the load of a NameNode over a run: by phase, and in samples ten seconds apart. */
export class NameNodeWatch {
  readonly phases: PhaseLoad[] = [];
  readonly samples: LoadSample[] = [];
  readonly #end = new AbortController();
  readonly #sampling: Promise<void>;
  #load: NameNodeLoad | undefined;

  /** `startedAt` is the start of the run. */
  constructor(
    private readonly url: string,
    private readonly startedAt: number,
    private readonly signal?: AbortSignal,
  ) {
    this.#sampling = this.sample();
  }

  /**
   * Does the work of a phase and takes what the NameNode did meanwhile. The end of one phase is the start of the next: between them nothing is
   * asked of the NameNode. Throws what the work throws.
   */
  async phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = this.#load ?? (await settledNameNodeLoad(this.url, this.signal));
    const from = this.now();
    const result = await work();
    const to = this.now();
    this.#load = await settledNameNodeLoad(this.url, this.signal);
    if (start !== undefined && this.#load !== undefined) {
      this.phases.push({ phase: name, from, to, load: between(start, this.#load) });
    }
    return result;
  }

  /** Ends the sampling. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#sampling;
  }

  private async sample(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const load = await nameNodeLoad(this.url);
      if (load !== undefined) this.samples.push(sampleOf(this.now(), load));
      await sleep(SAMPLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private now = (): number => Date.now() - this.startedAt;
}

const sampleOf = (
  at: number,
  { fileOps, rpcCalls, rpcQueueMs, rpcProcessingMs, heapUsed }: NameNodeLoad,
): LoadSample => ({ at, fileOps, rpcCalls, rpcQueueMs, rpcProcessingMs, heapUsed });

function between(start: NameNodeLoad, end: NameNodeLoad): NameNodeLoad {
  return {
    ...end,
    fileOps: end.fileOps - start.fileOps,
    listings: end.listings - start.listings,
    fileInfos: end.fileInfos - start.fileInfos,
    blockLocations: end.blockLocations - start.blockLocations,
    rpcCalls: end.rpcCalls - start.rpcCalls,
  };
}
