import { open } from 'node:fs/promises';
import { LakeliftError } from '../../errors/index.js';
import type { ByteRange } from '../store.js';
import { localError } from './errors.js';

const CHUNK = 1024 * 1024;

/** Streams a file or a range of it; throws IO when it is shorter than asked. */
export async function* readLocal(file: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const offset = range?.offset ?? 0;
      const length = range?.length ?? (await handle.stat()).size;
      let done = 0;
      while (done < length) {
        const buffer = Buffer.allocUnsafe(Math.min(CHUNK, length - done));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset + done);
        if (bytesRead === 0) {
          throw new LakeliftError('IO', `file ends ${length - done} bytes early`, {
            offset: offset + done,
            next: 'the file changed while it was read: run the command again',
          });
        }
        yield buffer.subarray(0, bytesRead);
        done += bytesRead;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw localError(error, file);
  }
}
