import type { KeyedFile } from '../../lake/index.js';
import { journaled } from '../journal-error.js';

const bytes = (value: Uint8Array): string => Buffer.from(value).toString('base64');
const unbytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** What a manifest says of a file with sorted rows, as JSON text for the journal. */
export function encodeKeyed({ minKey, maxKey, minSequence, maxSequence, ...numbers }: KeyedFile): string {
  const sequences = { minSequence: String(minSequence), maxSequence: String(maxSequence) };
  return JSON.stringify({ ...numbers, ...sequences, minKey: bytes(minKey), maxKey: bytes(maxKey) });
}

/** The inverse of `encodeKeyed`. */
export function decodeKeyed(text: string): KeyedFile {
  const { minKey, maxKey, minSequence, maxSequence, ...numbers } = journaled<
    Record<'minKey' | 'maxKey' | 'minSequence' | 'maxSequence', string> &
      Pick<KeyedFile, 'bucket' | 'level' | 'deletedRows'>
  >(text);
  const sequences = { minSequence: BigInt(minSequence), maxSequence: BigInt(maxSequence) };
  return { ...numbers, ...sequences, minKey: unbytes(minKey), maxKey: unbytes(maxKey) };
}
