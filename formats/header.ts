import { LakeliftError } from '../errors/error.js';
import type { ByteSource } from './byte-source.js';

/** Most headers fit; schemas of a thousand columns take about 100 KB. */
const FIRST_READ = 64 * 1024;
const LONGEST = 64 * 1024 * 1024;

/**
 * Parses what stands at the start of a file and is of unknown length: more of the file is read for as long as `parse` throws CORRUPT, which
 * it must for a header that is cut off. Throws what `parse` throws of the whole file.
 */
export async function readHeader<T>(source: ByteSource, parse: (bytes: Uint8Array) => T): Promise<T> {
  for (let length = FIRST_READ; ; length *= 4) {
    const bytes = await source.read({ offset: 0, length: Math.min(length, source.length) });
    try {
      return parse(bytes);
    } catch (error) {
      const whole = bytes.length === source.length || length >= LONGEST;
      if (whole || !(error instanceof LakeliftError) || error.code !== 'CORRUPT') throw error;
    }
  }
}
