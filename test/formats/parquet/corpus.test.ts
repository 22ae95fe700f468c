import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DOCUMENT, withBlock } from '../matrix/blocks.js';
import { CORPUS_FILES, expectedRows, parquetMarkdown, readCorpus, readSpecial, readWhole } from './corpus.js';

/** Files that are not read, and what they are said to be. */
const REFUSED: Readonly<Record<string, readonly [string, RegExp]>> = {
  'PARQUET-1481.parquet': ['CORRUPT', /unknown physical type -7/],
  // Its sizes leave the header of a dictionary page out.
  'nation.dict-malformed.parquet': ['CORRUPT', /name is damaged: a page exceeds its chunk/],
  'repeated_no_annotation.parquet': ['CORRUPT', /it says 0 rows, its row groups 6/],
};

/** Columns of a type that a table cannot have, in files whose other columns are read. */
const NO_TYPE: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'null_list.parquet': { emptylist: /is UNKNOWN/ },
};

describe("Apache Parquet's corpus", () => {
  it.each(CORPUS_FILES.filter((name) => REFUSED[name] === undefined))(
    '%s reads as by pyarrow and DuckDB',
    async (name) => {
      const { rows, refused } = await readWhole(await readCorpus(name));
      const expected = await expectedRows(name);
      expect(Object.keys(refused)).toEqual(Object.keys(NO_TYPE[name] ?? {}));
      for (const [column, reason] of Object.entries(NO_TYPE[name] ?? {})) expect(refused[column]).toMatch(reason);
      expect(Object.keys({ ...rows, ...refused }).sort()).toEqual(Object.keys(expected).sort());
      for (const [column, values] of Object.entries(rows)) expect([column, values]).toEqual([column, expected[column]]);
    },
  );

  it('is counted in docs/formats.md (npm run docs:formats writes it)', async () => {
    const document = await readFile(DOCUMENT, 'utf8');
    expect(document).toBe(await withBlock(document, 'parquet', await parquetMarkdown()));
  });

  it.each(Object.entries(REFUSED))('%s is refused', async (name, [code, message]) => {
    const reading = readCorpus(name).then(readWhole);
    await expect(reading).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});

it.each(['encrypted_footer', 'plaintext_footer'])('%s is refused as encrypted', async (name) => {
  await expect(readSpecial(name).then(readWhole)).rejects.toMatchObject({
    code: 'REFUSED',
    message: expect.stringMatching(/file is encrypted/) as string,
  });
});
