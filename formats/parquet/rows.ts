import type { RowFormat } from '../row-format.js';
import { decodeColumns } from './decode/columns.js';
import { readSourceFooter } from './source-footer.js';
import { planFile } from './plan.js';

/** Parquet files as rows; a batch is a row group. */
export const parquetRows: RowFormat = {
  async check({ bytes, columns, storage }) {
    const footer = await readSourceFooter(bytes, storage);
    planFile(footer, columns);
    return footer.rowCount;
  },
  async *read({ bytes, columns, storage }) {
    yield* decodeColumns(bytes, await readSourceFooter(bytes, storage), columns);
  },
};
