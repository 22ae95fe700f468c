import type { HiveColumn } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import type { FormatName } from '../formats/index.js';

/** Formats whose files do not name their columns: each partition is read by the columns of its own entry, in their order. */
const BY_POSITION: readonly FormatName[] = ['text', 'sequence', 'rcfile'];

/**
 * Checks that a partition's columns are the table's, or the first of them, as after `ALTER TABLE ... ADD COLUMNS`. Throws REFUSED, naming the
 * column, where Hive would convert what it reads by other columns.
 */
export function requireTableColumns(
  format: FormatName,
  table: readonly HiveColumn[],
  partition: readonly HiveColumn[],
): void {
  if (!BY_POSITION.includes(format)) return;
  partition.forEach(({ name, type }, index) => {
    const of = table[index];
    if (of !== undefined && sameText(of.name, name) && sameText(of.type, type)) return;
    const wanted = of === undefined ? 'nothing' : `${of.name} ${of.type}`;
    throw new LakeliftError('REFUSED', `the partition has ${name} ${type} where the table has ${wanted}`, {
      column: name,
      next: 'write the partition anew in Hive (INSERT OVERWRITE), or leave the table out with --tables',
    });
  });
}

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
