import { columnParts, columnSize, RowDigest } from '../formats/index.js';
import type { ByteSource, DecodedColumn, Field, ParquetFooter } from '../formats/index.js';
import { Budget } from './budget.js';
import { decodedBytesDone } from './collect.js';

/**
 * Of parts of columns, decoded, over all files that are under way. What is held of one while it is decoded is about four times its decoded bytes,
 * so that a verification stays within 512 MiB.
 */
const DECODED = new Budget(32 * 1024 * 1024);
/** Of chunks that are under way, as they are in their files: of each no more than a page is held, and a page may be a whole chunk. */
const ENCODED = new Budget(64 * 1024 * 1024);

/**
 * The digest of a Parquet file's rows. `see` is shown every column of every row group, in parts. Memory: a part, and 16 bytes for each row of the
 * row group, however many columns and row groups there are, and however large their chunks.
 */
export async function digestParquet(
  bytes: ByteSource,
  footer: ParquetFooter,
  columns: readonly Field[],
  see: (column: DecodedColumn, rowGroup: number) => void = () => undefined,
): Promise<RowDigest> {
  const digest = new RowDigest();
  for (const [rowGroup, { rowCount }] of footer.rowGroups.entries()) {
    if (rowCount === 0) continue;
    const rows = digest.begin(rowCount);
    const addColumn = async (field: Field): Promise<void> => {
      for await (const { firstRow, bytes: length, decode } of columnParts(bytes, footer, rowGroup, field)) {
        await DECODED.run(length, async () => {
          const column = await decode();
          rows.add(column, firstRow);
          see(column, rowGroup);
        });
        decodedBytesDone(length);
      }
    };
    for (const field of columns) {
      await ENCODED.run(columnSize(footer, rowGroup, field).compressed, () => addColumn(field));
    }
    rows.end();
  }
  return digest;
}
