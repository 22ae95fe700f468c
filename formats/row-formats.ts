import { avroRows } from './avro/rows.js';
import { orcRows } from './orc/rows.js';
import { parquetRows } from './parquet/rows.js';
import { rcFileRows } from './rcfile/rows.js';
import { sequenceRows } from './sequence/rows.js';
import { textRows } from './text/rows.js';
import type { FormatName, RowFormat } from './row-format.js';

const FORMATS: Readonly<Record<FormatName, RowFormat>> = {
  parquet: parquetRows,
  orc: orcRows,
  avro: avroRows,
  text: textRows,
  sequence: sequenceRows,
  rcfile: rcFileRows,
};

/** The reader of a format. */
export function rowFormat(name: FormatName): RowFormat {
  return FORMATS[name];
}
