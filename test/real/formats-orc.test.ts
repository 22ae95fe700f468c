import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orcColumns } from '../../formats/index.js';
import type { DataType, Field } from '../../formats/index.js';
import { parseHiveType } from '../../migrate/hive-types.js';
import { decodeRows, openOrc } from '../formats/orc/orc.js';
import { plain } from '../formats/values.js';
import type { Plain } from '../formats/values.js';
import { runPython } from '../services/spark.js';

const { LAKELIFT_TEST_HMS } = process.env;
const TABLES = [
  ...['none', 'zlib', 'snappy', 'lz4', 'zstd'].map((codec) => `types_spark_${codec}`),
  ...['none', 'zlib', 'snappy'].map((codec) => `types_hive_${codec}`),
  ...['spark', 'hive'].flatMap((writer) => [
    `edges_${writer}`,
    `times_${writer}_shanghai`,
    `times_${writer}_los_angeles`,
  ]),
  'evolved',
];

/** A table as Spark reads it. */
interface Written {
  readonly columns: readonly (readonly [string, string])[];
  readonly rows: readonly (readonly Plain[])[];
  /** URLs of its files. */
  readonly location: readonly string[];
}

let folder: string;
let written: Record<string, Written>;

describe.skipIf(LAKELIFT_TEST_HMS === undefined)('ORC files', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-orc-'));
    const args = [LAKELIFT_TEST_HMS!, `file://${folder}/warehouse`, `orc_${randomUUID().slice(0, 8)}`];
    written = await runPython('write_hive_orc.py', join(folder, 'spark.json'), args);
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it.each(TABLES)('%s has the rows of Spark', async (name) => {
    const { columns, rows, location } = written[name]!;
    const fields: Field[] = columns.map(([column, type]) => ({ name: column, type: parseHiveType(type) }));
    const found: Plain[][] = [];
    for (const url of location) {
      const file = await openOrc(await readFile(fileURLToPath(url)));
      for (const row of await decodeRows(file, fields)) found.push(row.map((v, i) => asText(v, fields[i]!.type)));
    }
    const text = (row: readonly Plain[]) => JSON.stringify(row);
    expect(found.map(text).sort()).toEqual(rows.map(text).sort());
  });

  it('pyarrow writes at random are read equal', async () => {
    const output = join(folder, 'random.json');
    const seed = String(Date.now() % 1_000_000);
    const files = await runPython<Record<string, Record<string, Plain[]>>>('write_orc.py', output, [
      ...[folder, seed, '60', '3000'],
    ]);
    for (const [name, columns] of Object.entries(files)) {
      const file = await openOrc(await readFile(join(folder, name)));
      const fields = orcColumns(file.tail.schema);
      const rows = await decodeRows(file, fields);
      const values = fields.map(({ name: column, type }, i) => [column, rows.map((row) => plain(row[i]!, type))]);
      expect([name, Object.fromEntries(values)]).toEqual([name, columns]);
    }
  });
});

/** Plain values, with dates and timestamps as Spark writes them, and maps in the order of their keys. */
function asText(value: Parameters<typeof plain>[0], type: DataType): Plain {
  if (value === null) return null;
  switch (type.kind) {
    case 'DATE':
      return dateText(BigInt(value as number));
    case 'TIMESTAMP': {
      const micros = (value as bigint) / 1000n;
      const day = (micros - (((micros % DAY) + DAY) % DAY)) / DAY;
      const left = micros - day * DAY;
      const clock = new Date(Number(left / 1000n)).toISOString().slice(11, 19);
      const fraction = String(left % 1_000_000n)
        .padStart(6, '0')
        .replace(/0+$/, '');
      return `${dateText(day)} ${clock}${fraction === '' ? '' : `.${fraction}`}`;
    }
    case 'DECIMAL': {
      const digits = String(value as bigint)
        .replace('-', '')
        .padStart(type.scale + 1, '0');
      const sign = (value as bigint) < 0n ? '-' : '';
      const point = digits.length - type.scale;
      return type.scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
    }
    case 'MAP':
      return (plain(value, type) as [Plain, Plain][]).sort(([a], [b]) => (a! < b! ? -1 : 1));
    default:
      return plain(value, type);
  }
}

const DAY = 86_400_000_000n;
const dateText = (day: bigint): string => new Date(Number(day) * 86_400_000).toISOString().slice(0, 10);
