import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orcColumns } from '../../formats/index.js';
import { decodeRows, openOrc } from '../formats/orc/orc.js';
import { plain } from '../formats/values.js';
import type { Plain } from '../formats/values.js';
import { runPython } from '../services/spark.js';
import { expectSparkRows } from './spark-table.js';
import type { SparkTable } from './spark-table.js';

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

let folder: string;
let written: Record<string, SparkTable>;

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
    await expectSparkRows(written[name]!, async (bytes, fields) => decodeRows(await openOrc(bytes), fields));
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
