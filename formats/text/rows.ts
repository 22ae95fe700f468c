import { SERDE_PROPERTY } from '../row-format.js';
import type { FileStorage, RowFormat } from '../row-format.js';
import { requireReadable } from './input.js';
import { openText, textFormat } from './open.js';
import type { TextStorage } from './open.js';

/** Text files as rows, of all SerDes that read lines; how many rows there are, only reading tells. */
export const textRows: RowFormat = {
  async check({ path, columns, storage }) {
    textFormat(textStorage(storage), columns);
    requireReadable(path);
    return undefined;
  },
  read: ({ bytes, path, columns, storage }) => openText(textStorage(storage), columns, bytes, path),
};

const textStorage = ({ properties }: FileStorage): TextStorage => ({
  serde: properties[SERDE_PROPERTY] ?? '',
  properties,
});
