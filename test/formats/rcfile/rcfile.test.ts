import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { memorySource } from '../../../formats/index.js';
import type { Field, Value } from '../../../formats/index.js';
import { COLUMNAR_SERDE, decodeRcFile, LAZY_BINARY_COLUMNAR_SERDE, rcColumns } from '../../../formats/rcfile/decode.js';
import { readRcFileHeader } from '../../../formats/rcfile/header.js';
import { parseHiveType } from '../../../migrate/hive-types.js';
import { describeDamage } from '../container-damage.js';
import { asText } from '../spark-text.js';
import type { Plain } from '../values.js';

const GOLDEN = fileURLToPath(new URL('./golden/', import.meta.url));
const FILES = {
  binary_none: LAZY_BINARY_COLUMNAR_SERDE,
  binary_default: LAZY_BINARY_COLUMNAR_SERDE,
  binary_snappy: LAZY_BINARY_COLUMNAR_SERDE,
  text_default: COLUMNAR_SERDE,
};
type Name = keyof typeof FILES;
const NAMES = Object.keys(FILES) as Name[];

interface Golden {
  readonly columns: [string, string][];
  readonly rows: Plain[][];
}
const golden = JSON.parse(await readFile(`${GOLDEN}values.json`, 'utf8')) as Golden;
const COLUMNS: Field[] = golden.columns.map(([name, type]) => ({ name, type: parseHiveType(type) }));
const readGolden = (name: Name): Promise<Uint8Array> => readFile(`${GOLDEN}${name}.rc`);

async function rowsOf(bytes: Uint8Array, name: Name, columns: readonly Field[] = COLUMNS): Promise<Plain[][]> {
  const source = memorySource(bytes);
  const rows: Value[][] = [];
  const readers = rcColumns(FILES[name], {}, columns);
  for await (const batch of decodeRcFile(source, await readRcFileHeader(source), columns, readers)) {
    const first = rows.length;
    for (let row = 0; row < batch.rowCount; row++) rows.push([]);
    for (const column of batch.columns) column.forEach((value, row) => rows[first + row]!.push(value));
  }
  return rows.map((row) => row.map((value, i) => asText(value, columns[i]!.type)));
}

test.each(NAMES)("Hive's own file %s has the rows of Hive's reader", async (name) => {
  expect(await rowsOf(await readGolden(name), name)).toEqual(golden.rows);
});

test('a column that the table got later is null, one that it lost is passed over', async () => {
  const columns: Field[] = [...COLUMNS, { name: 'more', type: { kind: 'STRING' } }];
  const bytes = await readGolden('binary_none');
  expect(await rowsOf(bytes, 'binary_none', columns)).toEqual(golden.rows.map((row) => [...row, null]));
  const fewer = await rowsOf(bytes, 'binary_none', COLUMNS.slice(0, 2));
  expect(fewer).toEqual(golden.rows.map((row) => row.slice(0, 2)));
});

test('timestamps of the binary SerDe are refused by name', () => {
  const columns: Field[] = [{ name: 'at', type: { kind: 'TIMESTAMP', precision: 6 } }];
  expect(() => rcColumns(LAZY_BINARY_COLUMNAR_SERDE, {}, columns)).toThrow(/instants of the writer's zone/);
});

for (const name of NAMES) {
  const read = (bytes: Uint8Array) => rowsOf(bytes, name);
  describeDamage(name, async () => ({ bytes: await readGolden(name), rows: golden.rows, read }), 150);
}
