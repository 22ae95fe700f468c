import { LakeliftError } from '../../errors/error.js';
import { batchOfRows } from '../batch.js';
import type { RowFormat, RowInput } from '../row-format.js';
import { SERDE_PROPERTY } from '../row-format.js';
import { textFormat } from '../text/open.js';
import type { TextFormat } from '../text/open.js';
import { readSequenceHeader } from './header.js';
import { sequenceValues } from './records.js';

/** SequenceFiles whose values are lines of text, as rows. A file does not tell its number of rows. */
export const sequenceRows: RowFormat = {
  async check(input) {
    rowsOf(input);
    await readSequenceHeader(input.bytes);
    return undefined;
  },
  async *read(input) {
    const { readRow } = rowsOf(input);
    for await (const values of sequenceValues(input.bytes, await readSequenceHeader(input.bytes))) {
      const lines = values.map((value) => Buffer.from(value.buffer, value.byteOffset, value.length));
      yield batchOfRows(
        lines.map((line) => readRow(line, 0, line.length)),
        input.columns,
      );
    }
  },
};

function rowsOf({ columns, storage: { properties } }: RowInput): TextFormat {
  const format = textFormat({ serde: properties[SERDE_PROPERTY]!, properties }, columns);
  if (format.header === 0 && format.footer === 0) return format;
  throw new LakeliftError('REFUSED', 'lines are skipped at the ends of SequenceFiles (skip.header.line.count)', {
    next: 'remove the property, or leave the table out with --tables',
  });
}
