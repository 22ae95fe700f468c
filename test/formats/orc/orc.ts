import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { decodeOrc, memorySource, orcColumns, readOrcTail } from '../../../formats/index.js';
import type { ByteSource, DataType, Field, OrcTail, Value } from '../../../formats/index.js';

export const CORPUS = fileURLToPath(new URL('./corpus/', import.meta.url));
/** Files of what few writers use, see write_special.py. */
export const SPECIAL = fileURLToPath(new URL('./special/', import.meta.url));

export interface OrcFile {
  readonly source: ByteSource;
  readonly tail: OrcTail;
}

export async function openOrc(bytes: Uint8Array): Promise<OrcFile> {
  const source = memorySource(bytes);
  return { source, tail: await readOrcTail(source) };
}

export const readCorpus = (name: string): Promise<Uint8Array> => readFile(`${CORPUS}${name}.orc`);
export const readSpecial = (name: string): Promise<Uint8Array> => readFile(`${SPECIAL}${name}.orc`);

/** All rows of a file, each as a list of the columns' values; the columns are the file's own unless given. */
export async function decodeRows(
  { source, tail }: OrcFile,
  columns: readonly Field[] = orcColumns(tail.schema),
): Promise<Value[][]> {
  const rows: Value[][] = [];
  for await (const batch of decodeOrc(source, tail, columns)) {
    const first = rows.length;
    for (let row = 0; row < batch.rowCount; row++) rows.push([]);
    for (const column of batch.columns) column.forEach((value, row) => rows[first + row]!.push(value));
  }
  return rows;
}

/** What Apache ORC says a file of its corpus holds: an object for each row, in the file's own names. */
export async function expectedRows(name: string): Promise<unknown[]> {
  const text = gunzipSync(await readFile(`${CORPUS}${name}.jsn.gz`)).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** A value as the corpus writes it in JSON. */
export function asJson(value: Value, type: DataType): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'ARRAY':
      return (value as Value[]).map((item) => asJson(item, type.element));
    case 'MAP':
      return (value as Value[][]).map(([key, item]) => ({
        key: asJson(key!, type.key),
        value: asJson(item!, type.value),
      }));
    case 'ROW':
      return Object.fromEntries(
        type.fields.map((field, i) => [field.name, asJson((value as Value[])[i]!, field.type)]),
      );
    case 'BYTES':
      return [...(value as Uint8Array)];
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return new TextDecoder().decode(value as Uint8Array);
    case 'DATE':
      return new Date((value as number) * 86_400_000).toISOString().slice(0, 10);
    case 'TIMESTAMP':
      return timestampText(value as bigint);
    case 'FLOAT':
      // JSON has the shortest digits that name the float.
      return Number(value);
    case 'DECIMAL':
      return Number(value) / 10 ** type.scale;
    default:
      return typeof value === 'bigint' ? Number(value) : value;
  }
}

function timestampText(nanos: bigint): string {
  const second = nanos / 1_000_000_000n - (nanos % 1_000_000_000n < 0n ? 1n : 0n);
  const fraction =
    String(nanos - second * 1_000_000_000n)
      .padStart(9, '0')
      .replace(/0+$/, '') || '0';
  return `${new Date(Number(second) * 1000).toISOString().slice(0, 19).replace('T', ' ')}.${fraction}`;
}
