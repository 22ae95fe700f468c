import { memorySource, openText } from '../../../formats/index.js';
import type { Field, TextStorage, Value } from '../../../formats/index.js';

export const LAZY = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';

/** All rows of a text file, each as a list of the columns' values. */
export async function textRows(
  storage: TextStorage,
  columns: readonly Field[],
  bytes: Uint8Array | string,
  path = '/t/000000_0',
): Promise<Value[][]> {
  const rows: Value[][] = [];
  for await (const batch of openText(storage, columns, memorySource(Buffer.from(bytes)), path)) {
    const first = rows.length;
    for (let row = 0; row < batch.rowCount; row++) rows.push([]);
    for (const column of batch.columns) column.forEach((value, row) => rows[first + row]!.push(value));
  }
  return rows;
}
