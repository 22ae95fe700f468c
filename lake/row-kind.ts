import { LakeliftError } from '../errors/error.js';
import type { Value } from '../formats/index.js';

/** Row kinds as `_VALUE_KIND` holds them. Source: org.apache.paimon.types.RowKind. */
export const ROW_KIND = { insert: 0, updateBefore: 1, updateAfter: 2, delete: 3 } as const;

const ADDS = ['I', '+I', 'INSERT', 'U', '+U', 'UPDATE'];
const DELETES = ['D', '-D', 'DELETE', '-U'];

/**
 * Whether a value of an operation column takes the row's key away. The texts are those of org.apache.paimon.types.RowKind, without their
 * sign, and in full, in any case; what was before an update is taken away. Throws REFUSED, naming the value, for any other.
 */
export function isDeletion(value: Value, column: string): boolean {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString().trim().toUpperCase() : '';
  if (DELETES.includes(text)) return true;
  if (ADDS.includes(text)) return false;
  const shown = value instanceof Uint8Array ? JSON.stringify(Buffer.from(value).toString()) : String(value);
  throw new LakeliftError('REFUSED', `the operation column ${column} is ${shown} in a row`, {
    column,
    next: `its values must be among ${[...ADDS, ...DELETES].join(', ')}`,
  });
}
