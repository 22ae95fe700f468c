import type { MessagePort } from 'node:worker_threads';
import type { SerializedError } from '../errors/index.js';
import { toLakeliftError } from '../errors/index.js';
import { openSource, openTarget } from '../stores/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import type { SourceOptions, TargetOptions } from './context.js';
import type { TimedOutputResult, WriteTask } from './output.js';
import { writeOutput } from './output.js';
import type { OnUpload } from './uploads.js';

export interface WorkerTask {
  readonly task: WriteTask;
  readonly sourceUrl: string;
  readonly sourceOptions: SourceOptions;
  readonly targetUrl: string;
  readonly targetOptions: TargetOptions;
  /** Upload ids, with their paths, go here, and the worker waits for the main thread's answer in `journaled`. */
  readonly port: MessagePort;
  readonly journaled: Int32Array;
}

export type WorkerAnswer = { readonly results: TimedOutputResult[] } | { readonly error: SerializedError };

/** Stores are kept open for the thread's life: connections are reused from task to task. */
const sources = new Map<string, Promise<SourceStore>>();
const targets = new Map<string, Promise<TargetStore>>();

/** The entry of a worker thread. Errors come back as data: structured clone would lose their code and place. */
export default async function run(work: WorkerTask): Promise<WorkerAnswer> {
  try {
    const source = await kept(sources, work.sourceUrl, () => openSource(work.sourceUrl, work.sourceOptions));
    const target = await kept(targets, work.targetUrl, () => openTarget(work.targetUrl, work.targetOptions));
    const onUpload: OnUpload = (uploadId, path) => announce(work, uploadId, path);
    return { results: await writeOutput(work.task, source, target, onUpload) };
  } catch (error) {
    return { error: toLakeliftError(error).toJSON() };
  } finally {
    work.port.close();
  }
}

/** Blocks this thread until the upload id is in the journal: no part may be sent of an upload nobody knows. */
function announce({ port, journaled }: WorkerTask, ...upload: Parameters<OnUpload>): void {
  Atomics.store(journaled, 0, 0);
  port.postMessage(upload);
  Atomics.wait(journaled, 0, 0);
}

function kept<T>(open: Map<string, Promise<T>>, url: string, start: () => Promise<T>): Promise<T> {
  const known = open.get(url);
  if (known !== undefined) return known;
  const started = start();
  open.set(url, started);
  started.catch(() => open.delete(url));
  return started;
}
