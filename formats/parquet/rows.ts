import type { RowFormat } from '../row-format.js';
import { decodeColumns } from './decode/columns.js';
import { readFooter } from './footer.js';
import { planFile } from './plan.js';

/** Parquet files as rows; a batch is a row group. */
export const parquetRows: RowFormat = {
  async check({ bytes, columns }) {
    const footer = await readFooter(bytes);
    planFile(footer, columns);
    return footer.rowCount;
  },
  async *read({ bytes, columns }) {
    yield* decodeColumns(bytes, await readFooter(bytes), columns);
  },
};
