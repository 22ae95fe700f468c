import { Pace, type SharedRate } from './limit.js';
import type { ByteRange, FileChecksum, SourceFileStat, SourceSnapshots, SourceStore } from './store.js';

/** Milliseconds of unused bandwidth that may be caught up on: timers are late by a millisecond or two. */
const SAVED_MS = 100;

/** A source whose reads keep to a bandwidth, together with all others that share the rate; listing and checksums are not counted. */
export class ThrottledSource implements SourceStore {
  readonly #pace: Pace;

  constructor(
    private readonly inner: SourceStore,
    bytesPerSecond: SharedRate,
  ) {
    this.#pace = new Pace(bytesPerSecond, SAVED_MS);
  }

  get url(): string {
    return this.inner.url;
  }

  get knowsWriters(): boolean {
    return this.inner.knowsWriters;
  }

  get snapshots(): SourceSnapshots | undefined {
    return this.inner.snapshots;
  }

  list(directory: string): AsyncIterable<SourceFileStat[]> {
    return this.inner.list(directory);
  }

  stat(path: string): Promise<SourceFileStat> {
    return this.inner.stat(path);
  }

  /** A chunk is handed on when those before it are paid for; until then no more is asked of the connection, so that the sender slows down. */
  async *read(path: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.inner.read(path, range)) {
      await this.#pace.turn(chunk.length);
      yield chunk;
    }
  }

  isBeingWritten(path: string): Promise<boolean> {
    return this.inner.isBeingWritten(path);
  }

  checksum(path: string): Promise<FileChecksum | undefined> {
    return this.inner.checksum(path);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
