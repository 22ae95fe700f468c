import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { avroColumns } from '../../../formats/avro/columns.js';
import { readAvroHeader } from '../../../formats/avro/container.js';
import { decodeAvro } from '../../../formats/avro/decode.js';
import type { AvroTable } from '../../../formats/avro/fit.js';
import { parseAvroSchema } from '../../../formats/avro/schema.js';
import { memorySource } from '../../../formats/index.js';
import type { Field, Value } from '../../../formats/index.js';
import { plain } from '../values.js';
import type { Plain } from '../values.js';

const GOLDEN = fileURLToPath(new URL('./golden/', import.meta.url));

export const readGolden = (codec: string): Promise<Uint8Array> => readFile(`${GOLDEN}${codec}.avro`);

export async function goldenRows(): Promise<Plain[][]> {
  return JSON.parse(await readFile(`${GOLDEN}values.json`, 'utf8')) as Plain[][];
}

/** All rows of a file; the columns are those of the file's own schema unless given. */
export async function decodeRows(bytes: Uint8Array, columns?: readonly Field[], declared?: string): Promise<AvroRows> {
  const source = memorySource(bytes);
  const header = await readAvroHeader(source);
  const fields = columns ?? avroColumns(parseAvroSchema(header.schema));
  const rows: Value[][] = [];
  for await (const batch of decodeAvro(source, header, tableOf(fields, declared))) {
    const first = rows.length;
    for (let row = 0; row < batch.rowCount; row++) rows.push([]);
    for (const column of batch.columns) column.forEach((value, row) => rows[first + row]!.push(value));
  }
  return { fields, rows };
}

function tableOf(columns: readonly Field[], declared: string | undefined): AvroTable {
  return { columns, anyCase: false, ...(declared === undefined ? {} : { declared: parseAvroSchema(declared) }) };
}

interface AvroRows {
  readonly fields: readonly Field[];
  readonly rows: Value[][];
}

/** The same in the form of the golden JSON. */
export async function rowsOf(bytes: Uint8Array, columns?: readonly Field[], declared?: string): Promise<Plain[][]> {
  const { fields, rows } = await decodeRows(bytes, columns, declared);
  return rows.map((row) => row.map((value, i) => plain(value, fields[i]!.type)));
}
