import { createHash } from 'node:crypto';
import { LakeliftError } from '../../errors/index.js';
import type { DecodedBatch } from '../../formats/index.js';
import { plain } from './values.js';

/** What came of reading a damaged file: the code of an error that names what is wrong, or something that tells its rows from others. */
export type Outcome = { readonly code: string } | { readonly rows: string };

/** The outcome of a reading that returns what tells its rows from others. Throws any error that does not name what is wrong. */
export async function outcomeOf(read: () => Promise<string>): Promise<Outcome> {
  try {
    return { rows: await read() };
  } catch (error) {
    if (error instanceof LakeliftError && ['CORRUPT', 'REFUSED'].includes(error.code)) return { code: error.code };
    throw error;
  }
}

/** Tells rows from others: a hash of each column's values. */
export async function digestOf(batches: AsyncIterable<DecodedBatch>, columns: number): Promise<string> {
  const hashes = Array.from({ length: columns }, () => createHash('sha256'));
  for await (const batch of batches) {
    batch.columns.forEach((column, i) => {
      column.forEach((value) => hashes[i]!.update(`${JSON.stringify(plain(value, column.type))}\n`));
    });
  }
  return hashes.map((hash) => hash.digest('hex')).join(' ');
}

/** Numbers from 0 to 1, the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** The file cut off at random places. */
export function* truncations(bytes: Uint8Array, count: number): Generator<Uint8Array> {
  const random = numbers(1);
  for (let i = 0; i < count; i++) yield bytes.subarray(0, Math.floor(random.next().value * bytes.length));
}

/** The file with one byte changed, half of the time within its last 1,000: there lies what says where everything is. */
export function* flips(bytes: Uint8Array, count: number): Generator<Uint8Array> {
  const random = numbers(2);
  for (let i = 0; i < count; i++) {
    const damaged = new Uint8Array(bytes);
    const span = i % 2 === 0 ? bytes.length : Math.min(bytes.length, 1000);
    damaged[bytes.length - 1 - Math.floor(random.next().value * span)]! ^= 1 + Math.floor(random.next().value * 255);
    yield damaged;
  }
}
