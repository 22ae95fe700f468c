import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeRows } from '../avro/avro.js';
import { DOCUMENT, withBlock } from '../matrix/blocks.js';
import { asText } from '../spark-text.js';
import { corpusFile, corpusMarkdown, expectedTables, migrateCorpus, SPARK_AVRO } from './corpus.js';
import type { Found } from './corpus.js';

/** Tables that have no rows in the lake, and why. Hive fails on those that are CORRUPT, too. */
const WITHOUT: Readonly<Record<string, { readonly code: string; readonly message: RegExp }>> = {
  alltypesorc: { code: 'REFUSED', message: /does not say in which time zone its timestamps were written/ },
  binary_txt: { code: 'REFUSED', message: /Hive's versions read .* as BYTES differently/ },
  datatypes_txt: { code: 'REFUSED', message: /has 789 ns that TIMESTAMP\(6\) cannot hold/ },
  futurama_episodes_avro: { code: 'REFUSED', message: /not an Avro container file/ },
  kv1_broken_seq: { code: 'CORRUPT', message: /ends within a record/ },
  archive_corrupt_rc: { code: 'CORRUPT', message: /ends within a row group/ },
};
const TABLES = await expectedTables();

describe("Hive's own test data", () => {
  let folder: string;
  let found: Map<string, Found>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-corpus-'));
    found = await migrateCorpus(join(folder, 'lake'));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(Object.keys(TABLES).filter((table) => WITHOUT[table] === undefined))(
    "%s has the rows of Hive's reader",
    (table) => {
      expect({ file: TABLES[table]!.file, ...found.get(table) }).toEqual(TABLES[table]);
    },
  );

  it('is counted in docs/formats.md (npm run docs:formats writes it)', async () => {
    const document = await readFile(DOCUMENT, 'utf8');
    expect(document).toBe(await withBlock(document, 'corpus', corpusMarkdown(TABLES, found)));
  });

  it.each(Object.entries(WITHOUT))('%s is refused or damaged', (table, { code, message }) => {
    expect(found.get(table)).toEqual({ code, message: expect.stringMatching(message) as string });
    if (code === 'CORRUPT') expect(TABLES[table]!.error).toBeDefined();
  });
});

/** Of AvroSuite: dates before 1582 by three versions of Spark, all of the calendar Java had then. */
describe("the files of Spark's Avro reader", () => {
  it.each(SPARK_AVRO.dates)('%s has dates as its tests say', async (table) => {
    const { bytes } = await corpusFile(`avro_${table}`);
    const { rows } = await decodeRows(bytes);
    expect(rows.map(([day]) => asText(day!, { kind: 'DATE' }))).toEqual(rows.map(() => '1001-01-01'));
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each(SPARK_AVRO.instants)(
    '%s is refused: its instants are of a calendar and zone that the file does not tell',
    async (table) => {
      const { bytes } = await corpusFile(`avro_${table}`);
      await expect(decodeRows(bytes)).rejects.toMatchObject({
        code: 'REFUSED',
        message: expect.stringMatching(/1582/) as string,
      });
    },
  );

  it.each(SPARK_AVRO.unions)('%s is refused by its union', async (table) => {
    const { bytes } = await corpusFile(`avro_${table}`);
    await expect(decodeRows(bytes)).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/union of int and long/) as string,
    });
  });
});
