import { decodeOrc, orcColumns } from '../../../formats/index.js';
import { digestOf, outcomeOf } from '../damaged-copies.js';
import type { Outcome } from '../damaged-copies.js';
import { openOrc } from './orc.js';

/** Reads a whole file that may be damaged. */
export function outcome(bytes: Uint8Array): Promise<Outcome> {
  return outcomeOf(async () => {
    const { source, tail } = await openOrc(bytes);
    const columns = orcColumns(tail.schema);
    return digestOf(decodeOrc(source, tail, columns), columns.length);
  });
}
