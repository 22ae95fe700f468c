import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAZY, textRows } from '../formats/text/text.js';
import { runPython } from '../services/spark.js';
import { expectSparkRows } from './spark-table.js';
import type { SparkTable } from './spark-table.js';

const { LAKELIFT_TEST_HMS } = process.env;
/** Hadoop's codecs with the end of their files' names. */
const CODECS = [
  ['none', ''],
  ['gzip', '.gz'],
  ['bzip2', '.bz2'],
  ['default', '.deflate'],
  ['snappy', '.snappy'],
  ['lz4', '.lz4'],
] as const;
const LINES = ['bad_numbers', 'nested', 'escapes', 'ends', 'rest', 'csv', 'csv_tabs', 'regex'];

let folder: string;
let written: Record<string, SparkTable & { readonly properties: Readonly<Record<string, string>> }>;

/** Fails unless the reader's rows of a table are Spark's. */
async function expectHiveRows(name: string): Promise<void> {
  const table = Object.entries(written).find(([one]) => one.toLowerCase() === name)![1];
  const storage = { serde: table.properties['serialization.lib'] ?? LAZY, properties: table.properties };
  // All files of a table have the same ending.
  const path = table.location[0]!;
  await expectSparkRows(table, (bytes, columns) => textRows(storage, columns, bytes, path));
}

describe.skipIf(LAKELIFT_TEST_HMS === undefined)('text files', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-text-'));
    const args = [LAKELIFT_TEST_HMS!, `file://${folder}/warehouse`, `text_${randomUUID().slice(0, 8)}`];
    written = await runPython('write_hive_text.py', join(folder, 'spark.json'), args);
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it.each(CODECS)("Hive's own files with the codec %s have Hive's rows", async (codec, extension) => {
    const found = Object.entries(written).find(([name]) => name.toLowerCase() === `types_${codec}`)![1];
    expect(found.location.map((url) => url.endsWith(extension))).toEqual(found.location.map(() => true));
    await expectHiveRows(`types_${codec}`);
  });

  it.each(LINES)("the lines of %s have Hive's rows", expectHiveRows);
});
