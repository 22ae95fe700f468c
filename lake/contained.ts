import type { TargetStore } from '../stores/index.js';
import { wasEverPart } from './delta.js';
import type { TableChange } from './next-snapshot.js';
import { dataFilePath } from './partition.js';
import { readTable } from './read.js';

/**
 * Whether a change is in the table although its own snapshot is not there any more: another snapshot was made on top of it before it was
 * replaced. The names of its files tell, as each is used once; of a change that only takes files away, that they are gone.
 */
export async function isContained(
  store: TargetStore,
  path: string,
  { add, remove }: Pick<TableChange, 'add' | 'remove'>,
): Promise<boolean> {
  const table = await readTable(store, path);
  if (table === undefined) return false;
  if (add.length > 0) {
    const placed = add.map(({ schema, partition, fileName, keyed }) =>
      dataFilePath(schema, path, partition, fileName, keyed?.bucket),
    );
    return wasEverPart(store, table, new Set(placed));
  }
  const taken = new Set(remove.map((file) => file.path));
  return !table.files.some((file) => taken.has(file.path));
}
