import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeRows } from '../formats/avro/avro.js';
import { runPython } from '../services/spark.js';
import { expectSparkRows } from './spark-table.js';
import type { SparkTable } from './spark-table.js';

const { LAKELIFT_TEST_HMS } = process.env;

let folder: string;
let written: Record<string, SparkTable> & { readonly declared: string };

describe.skipIf(LAKELIFT_TEST_HMS === undefined)('Avro files', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-avro-'));
    const args = [LAKELIFT_TEST_HMS!, `file://${folder}/warehouse`, `avro_${randomUUID().slice(0, 8)}`];
    written = await runPython('write_hive_avro.py', join(folder, 'spark.json'), args);
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it.each(['null', 'deflate', 'snappy', 'bzip2'])(
    "Hive's own file with the codec %s has Hive's rows",
    async (codec) => {
      await expectSparkRows(
        written[`edges_${codec}`]!,
        async (bytes, columns) => (await decodeRows(bytes, columns)).rows,
      );
    },
  );

  it('the codec xz is refused by name', async () => {
    const reading = expectSparkRows(written['edges_xz']!, async (bytes) => (await decodeRows(bytes)).rows);
    await expect(reading).rejects.toThrow('the Avro codec xz is not supported');
  });

  it("a table with a schema of its own has Hive's rows", async () => {
    await expectSparkRows(
      written['evolved']!,
      async (bytes, columns) => (await decodeRows(bytes, columns, written.declared)).rows,
    );
  });
});
