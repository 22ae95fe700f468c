import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { LakeliftError } from '../../errors/error.js';

const BUFFER_BYTES = 256 * 1024;
/** Lengths of key and payload, before both. */
const HEAD = 8;

/** Records in order in a file that has no name: written once, then read once from its start. */
export class SortedRun {
  readonly #file: number;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  /** While writing: bytes waiting in the buffer. While reading: where the next record starts, and what is there of the file. */
  #start = 0;
  #end = 0;
  #position = 0;
  #length = 0;

  constructor(folder: string) {
    this.#file = attempt(() => {
      const path = join(folder, `lakelift-sort-${randomUUID()}`);
      const file = openSync(path, 'wx+', 0o600);
      unlinkSync(path);
      return file;
    });
  }

  /** Adds a record with its lengths before it. */
  append(record: Uint8Array): void {
    if (this.#end + record.length > this.#buffer.length) this.#flush();
    if (record.length > this.#buffer.length) return this.#write(record);
    this.#buffer.set(record, this.#end);
    this.#end += record.length;
  }

  /** Ends the writing. */
  finish(): void {
    this.#flush();
    this.#position = 0;
  }

  /** The next record's key and payload as views that hold until the next call; undefined at the end. */
  next(): { key: Uint8Array; payload: Uint8Array } | undefined {
    if (!this.#fill(HEAD)) return undefined;
    const keyLength = this.#buffer.readUInt32LE(this.#start);
    const length = HEAD + keyLength + this.#buffer.readUInt32LE(this.#start + 4);
    if (!this.#fill(length)) throw new LakeliftError('INTERNAL', 'a run of sorted rows ends within a record');
    const key = this.#buffer.subarray(this.#start + HEAD, this.#start + HEAD + keyLength);
    const payload = this.#buffer.subarray(this.#start + HEAD + keyLength, this.#start + length);
    this.#start += length;
    return { key, payload };
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Makes `count` bytes from `#start` on be in the buffer; false when the file has no more. */
  #fill(count: number): boolean {
    if (this.#end - this.#start >= count) return true;
    const buffer = count > this.#buffer.length ? Buffer.allocUnsafe(count) : this.#buffer;
    this.#buffer.copy(buffer, 0, this.#start, this.#end);
    this.#buffer = buffer;
    this.#end -= this.#start;
    this.#start = 0;
    while (this.#end < buffer.length && this.#position < this.#length) {
      const read = attempt(() => readSync(this.#file, buffer, this.#end, buffer.length - this.#end, this.#position));
      if (read === 0) break;
      this.#end += read;
      this.#position += read;
    }
    return this.#end >= count;
  }

  #flush(): void {
    this.#write(this.#buffer.subarray(0, this.#end));
    this.#end = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      done += attempt(() => writeSync(this.#file, bytes, done, bytes.length - done, this.#position + done));
    }
    this.#position += bytes.length;
    this.#length = this.#position;
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new LakeliftError(full ? 'NO_SPACE' : 'IO', `rows cannot be sorted on disk: ${(cause as Error).message}`, {
      next: 'give the variable TMPDIR a folder with room for the largest partition',
      cause,
    });
  }
}
