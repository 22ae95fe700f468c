import { LakeliftError, type ErrorCode } from '../errors/index.js';
import type { Difference } from './model.js';

/** Errors that say something about one file; every other error ends the verification, as it says nothing about the data. */
const ABOUT_A_FILE: ReadonlySet<ErrorCode> = new Set(['NOT_FOUND', 'CORRUPT', 'CHECKSUM', 'REFUSED']);

/** Runs a check of one file; an error about that file becomes a difference. */
export async function asDifference(
  place: { readonly file: string; readonly partition: string },
  differences: Difference[],
  check: () => Promise<void>,
): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof LakeliftError) || !ABOUT_A_FILE.has(error.code)) throw error;
    const column = error.place.column;
    differences.push({
      message: `${error.code}: ${error.message}`,
      ...place,
      ...(column === undefined ? {} : { column }),
    });
  }
}

/** Runs `work` over all items, at most `width` at a time. The first error stops the start of further ones and is thrown. */
export async function eachOf<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) {
      try {
        await work(item);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  const done = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, lane));
  for (const result of done) if (result.status === 'rejected') throw result.reason;
}
