import { LakeliftError } from '../../../errors/index.js';
import { decodeOrc, orcColumns } from '../../../formats/index.js';
import { openOrc } from './orc.js';

/** Reads a whole file; the error, if it is one that names what is wrong. Anything else is thrown. */
export async function outcome(bytes: Uint8Array): Promise<LakeliftError | undefined> {
  try {
    const { source, tail } = await openOrc(bytes);
    for await (const batch of decodeOrc(source, tail, orcColumns(tail.schema))) {
      for (const column of batch.columns) column.forEach(() => undefined);
    }
    return undefined;
  } catch (error) {
    if (error instanceof LakeliftError && ['CORRUPT', 'REFUSED'].includes(error.code)) return error;
    throw error;
  }
}
