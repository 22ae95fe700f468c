import { SERDE_PROPERTY } from '../row-format.js';
import type { RowFormat } from '../row-format.js';
import { decodeRcFile, rcColumns } from './decode.js';
import { readRcFileHeader } from './header.js';

/** RCFiles as rows. A file does not tell its number of rows but in its row groups. */
export const rcFileRows: RowFormat = {
  async check({ bytes, columns, storage: { properties } }) {
    rcColumns(properties[SERDE_PROPERTY]!, properties, columns);
    await readRcFileHeader(bytes);
    return undefined;
  },
  async *read({ bytes, columns, storage: { properties } }) {
    yield* decodeRcFile(
      bytes,
      await readRcFileHeader(bytes),
      columns,
      rcColumns(properties[SERDE_PROPERTY]!, properties, columns),
    );
  },
};
