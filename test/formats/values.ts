import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { decodeColumns, memorySource, readFooter } from '../../formats/index.js';
import type { ByteSource, DataType, Field, ParquetFooter, Value } from '../../formats/index.js';

const GOLDEN = fileURLToPath(new URL('./golden/', import.meta.url));

/** A value as golden/generate.py writes it in JSON. */
export type Plain = null | boolean | number | string | readonly Plain[];

export interface ParquetFile {
  readonly source: ByteSource;
  readonly footer: ParquetFooter;
}

export async function openBytes(bytes: Uint8Array): Promise<ParquetFile> {
  const source = memorySource(bytes);
  return { source, footer: await readFooter(source) };
}

/** A golden file and the values its writer was given, by column. */
export async function golden(name: string): Promise<ParquetFile & { readonly values: Record<string, Plain[]> }> {
  const file = await openBytes(await readFile(`${GOLDEN}${name}.parquet`));
  return { ...file, values: JSON.parse(await readFile(`${GOLDEN}${name}.json`, 'utf8')) as Record<string, Plain[]> };
}

/** All values of a file's columns, row group after row group. */
export async function decodeAll(file: ParquetFile, columns: readonly Field[]): Promise<Map<string, Value[]>> {
  const all = new Map<string, Value[]>(columns.map(({ name }) => [name, []]));
  for await (const batch of decodeColumns(file.source, file.footer, columns)) {
    for (const column of batch.columns) {
      const values = all.get(column.name)!;
      column.forEach((value, row) => {
        if (row >= batch.rowCount) throw new Error(`row ${row} of ${batch.rowCount}`);
        values.push(value);
      });
    }
  }
  return all;
}

/** One column's values in the form of the golden JSON. */
export async function plainColumn(file: ParquetFile, name: string, type: DataType): Promise<Plain[]> {
  return (await decodeAll(file, [{ name, type }])).get(name)!.map((value) => plain(value, type));
}

export function plain(value: Value, type: DataType): Plain {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? '-0' : String(value);
  }
  if (value instanceof Uint8Array) {
    return type.kind === 'BYTES' ? `0x${Buffer.from(value).toString('hex')}` : Buffer.from(value).toString('utf8');
  }
  switch (type.kind) {
    case 'ARRAY':
      return value.map((item) => plain(item, type.element));
    case 'MAP':
      return (value as readonly (readonly Value[])[]).map(([k, v]) => [plain(k!, type.key), plain(v!, type.value)]);
    case 'ROW':
      return value.map((item, i) => plain(item, type.fields[i]!.type));
    default:
      throw new Error(`a list is no ${type.kind}`);
  }
}

/** Shorthands for types in tests. */
export const array = (element: DataType): DataType => ({ kind: 'ARRAY', element });
export const map = (key: DataType, value: DataType): DataType => ({ kind: 'MAP', key, value });
export const row = (fields: Readonly<Record<string, DataType>>): DataType => ({
  kind: 'ROW',
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
export const decimal = (precision: number, scale: number): DataType => ({ kind: 'DECIMAL', precision, scale });
export const TIMESTAMP: DataType = { kind: 'TIMESTAMP', precision: 6 };
export const LTZ: DataType = { kind: 'TIMESTAMP_LTZ', precision: 6 };
export const INT: DataType = { kind: 'INT' };
export const STRING: DataType = { kind: 'STRING' };
