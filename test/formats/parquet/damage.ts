import { outcomeOf } from '../damaged-copies.js';
import type { Outcome } from '../damaged-copies.js';
import { readWhole } from './corpus.js';

/** Does with a file that may be damaged all that lakelift does. */
export const outcome = (bytes: Uint8Array): Promise<Outcome> =>
  outcomeOf(async () => JSON.stringify((await readWhole(bytes)).rows));

/** Where the pages of a file end and its footer begins. */
export function pagesEnd(bytes: Uint8Array): number {
  return bytes.length - 8 - new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
}
