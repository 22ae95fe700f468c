import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { LakeliftError, tooManyOpenFiles } from '../errors/index.js';
import type { RunContext } from './context.js';
import type { TimedOutputResult, WriteTask } from './output.js';
import type { OnUpload } from './uploads.js';
import type { WorkerAnswer, WorkerTask } from './worker.js';

/** Milliseconds after which a thread without work ends. */
const IDLE_MS = 60_000;
/** Longest wait for threads that are still loading, milliseconds. */
const LOADING_MS = 10_000;

/** The worker threads of a run. */
export class WorkerPool {
  readonly #piscina: Piscina<WorkerTask, WorkerAnswer>;
  readonly #ctx: RunContext;
  /** Threads that are there and have loaded their modules. */
  #loaded = 0;

  constructor(ctx: RunContext) {
    this.#ctx = ctx;
    this.#piscina = new Piscina<WorkerTask, WorkerAnswer>({
      filename: new URL('./worker.js', import.meta.url).href,
      // None before there is work: a run that finds all files copied needs none.
      minThreads: 0,
      maxThreads: ctx.workers,
      idleTimeout: IDLE_MS,
      // Tasks take seconds: waiting in the event loop keeps idle connections serviced.
      atomics: 'disabled',
    });
    this.#piscina.on('workerCreate', () => (this.#loaded += 1));
    this.#piscina.on('workerDestroy', () => (this.#loaded -= 1));
  }

  /** Carries a task out in a worker; `onUpload` has returned before the upload's first part is sent. */
  async run(task: WriteTask, onUpload: OnUpload): Promise<TimedOutputResult[]> {
    const { sourceUrl, targetUrl, sourceOptions = {}, targetOptions = {}, signal } = this.#ctx;
    const { port1, port2 } = new MessageChannel();
    const journaled = new Int32Array(new SharedArrayBuffer(4));
    port1.on('message', ([uploadId, path]: Parameters<OnUpload>) => {
      onUpload(uploadId, path);
      Atomics.store(journaled, 0, 1);
      Atomics.notify(journaled, 0);
    });
    const work: WorkerTask = { task, sourceUrl, sourceOptions, targetUrl, targetOptions, port: port2, journaled };
    try {
      const answer = await this.#piscina
        .run(work, { transferList: [port2], ...(signal ? { signal } : {}) })
        .catch((error: unknown) => {
          throw signal?.aborted === true ? error : lostThread(error, task.inputs[0]?.path);
        });
      if ('error' in answer) throw LakeliftError.fromJSON(answer.error);
      return answer.results;
    } finally {
      port1.close();
    }
  }

  /** Ends all threads; what they were writing is not visible. */
  async close(): Promise<void> {
    // Some versions of Node abort the whole process when a thread is ended while it loads its modules.
    const late = Date.now() + LOADING_MS;
    while (this.#loaded < this.#piscina.threads.length && Date.now() < late) await sleep(10);
    await this.#piscina.destroy();
  }
}

/** The worker turns all that its task throws into an answer: what comes in another way is the end of the thread itself. */
function lostThread(cause: unknown, file: string | undefined): LakeliftError {
  const unloaded = tooManyOpenFiles(cause, file);
  if (unloaded) return unloaded;
  const isMemory = (cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = isMemory ? 'ran out of memory' : `ended: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new LakeliftError('NO_RESOURCES', `a worker thread ${reason}`, {
    ...(file === undefined ? {} : { file }),
    cause,
    next: isMemory
      ? 'run again with fewer --workers, or with more memory for each: NODE_OPTIONS=--max-old-space-size=<MiB>'
      : 'run the same command again; what is copied is kept',
  });
}
