import { describe, expect, it } from 'vitest';
import { orcColumns } from '../../../formats/index.js';
import type { DataType } from '../../../formats/index.js';
import { asJson, decodeRows, expectedRows, openOrc, readCorpus } from './orc.js';

/** Files of Apache ORC's own corpus that have an expected reading there. */
const READ = [
  'TestOrcFile.emptyFile',
  'TestOrcFile.metaData',
  'TestOrcFile.test1',
  'TestOrcFile.testDate1900',
  'TestOrcFile.testMemoryManagementV11',
  'TestOrcFile.testMemoryManagementV12',
  'TestOrcFile.testPredicatePushdown',
  'TestOrcFile.testStringAndBinaryStatistics',
  'TestOrcFile.testStripeLevelStats',
  'TestVectorOrcFile.testLzo',
  'decimal',
  'orc_index_int_string',
  'orc_split_elim_cpp',
  'orc_split_elim_new',
];

const REFUSED: [string, string, RegExp][] = [
  ['TestOrcFile.testTimestamp', 'REFUSED', /holds timestamp, not rows/],
  ['TestOrcFile.testUnionAndTimestamp', 'REFUSED', /union is uniontype<int,string>/],
  ['over1k_bloom', 'REFUSED', /does not say in which time zone/],
  ['encrypted', 'REFUSED', /the column is encrypted/],
  ['version1999', 'REFUSED', /ORC version 19.99/],
  ['missing_length_stream_in_string_dict', 'CORRUPT', /LENGTH stream: it ends too early/],
  ['negative_dict_entry_lengths', 'CORRUPT', /LENGTH stream: a length or index is out of range/],
  ['stripe_footer_bad_column_encodings', 'CORRUPT', /stripe footer is damaged/],
];

describe("Apache ORC's corpus", () => {
  it.each(READ)('%s reads as published', async (name) => {
    const file = await openOrc(await readCorpus(name));
    const fields = orcColumns(file.tail.schema);
    const type: DataType = { kind: 'ROW', fields };
    const rows = (await decodeRows(file, fields)).map((row) => caseless(asJson(row, type)));
    expect(rows).toHaveLength(file.tail.rowCount);
    expect(rows).toEqual((await expectedRows(name)).map(caseless));
  });

  it.each(REFUSED)('%s is %s', async (name, code, message) => {
    const reading = readCorpus(name)
      .then(openOrc)
      .then((file) => decodeRows(file));
    await expect(reading).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it.each([
    ['decimal64_v2', [17292380421n, 38n, 6335170n, 8n, 1n]],
    ['decimal64_v2_cplusplus', [17292380421n, 32832n, 8n, 1n, 9n]],
  ])('%s holds decimals as plain integers', async (name, second) => {
    const file = await openOrc(await readCorpus(name));
    expect(file.tail.decimalsAsLongs).toBe(true);
    const rows = await decodeRows(file);
    expect(rows).toHaveLength(10);
    expect(rows[1]).toEqual(second);
  });
});

/** JSON with names in lower case, as the table has them, and numbers as the floats the corpus rounded some of them to. */
function caseless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(caseless);
  if (typeof value === 'number') return Math.fround(value);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name.toLowerCase(), caseless(item)]));
}
