import { LakeliftError } from '../../../errors/index.js';
import { readWhole } from './corpus.js';

/** What came of a damaged file: the code of the error that names what is wrong, or its rows as text. Any other error is thrown. */
export async function outcome(bytes: Uint8Array): Promise<{ readonly code: string } | { readonly rows: string }> {
  try {
    return { rows: JSON.stringify((await readWhole(bytes)).rows) };
  } catch (error) {
    if (error instanceof LakeliftError && ['CORRUPT', 'REFUSED'].includes(error.code)) return { code: error.code };
    throw error;
  }
}

/** Where the pages of a file end and its footer begins. */
export function pagesEnd(bytes: Uint8Array): number {
  return bytes.length - 8 - new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
}
