import type { Field } from '../../formats/index.js';
import { isDeletion, ROW_KIND } from '../../lake/index.js';
import type { Winner } from './winners.js';

/** A row that counts, with what it does to its key. */
export interface Change extends Winner {
  readonly kind: (typeof ROW_KIND)[keyof typeof ROW_KIND];
}

/** Rows by what their operation column says; without one all of them add their key. Throws REFUSED for a value that is no operation. */
export function* changesOf(
  rows: Iterable<Winner>,
  columns: readonly Field[],
  opColumn: string | undefined,
): Generator<Change, void> {
  const index = columns.findIndex(({ name }) => name === opColumn);
  for (const row of rows) {
    const isDelete = opColumn !== undefined && isDeletion(row.values[index]!, opColumn);
    yield { ...row, kind: isDelete ? ROW_KIND.delete : ROW_KIND.insert };
  }
}
