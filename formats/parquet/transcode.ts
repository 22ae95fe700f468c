import type { Field } from '../types.js';
import { decodeColumn } from './decode/columns.js';
import { encodeColumn } from './encode/column.js';
import type { EncodedColumn } from './encode/column.js';
import type { ParquetFooter } from './metadata.js';
import type { ByteSource } from '../byte-source.js';

export interface ReencodeTask {
  readonly source: ByteSource;
  readonly footer: ParquetFooter;
  readonly rowGroup: number;
  readonly columns: readonly { readonly field: Field }[];
}

/**
 * Decodes columns of one row group and encodes them as Paimon stores their types, a column at a time. Throws CORRUPT for what cannot
 * be decoded, REFUSED for values the table's type cannot hold; both name the column.
 */
export async function reencodeRowGroup(task: ReencodeTask): Promise<EncodedColumn[]> {
  const encoded: EncodedColumn[] = [];
  for (const { field } of task.columns) {
    const decoded = await decodeColumn(task.source, task.footer, task.rowGroup, field);
    const length = task.footer.rowGroups[task.rowGroup]!.rowCount;
    encoded.push(encodeColumn(field, { length, forEach: (use) => decoded.forEach(use) }));
  }
  return encoded;
}
