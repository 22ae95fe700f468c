import { describe, expect, it } from 'vitest';
import { CORPUS_FILES, expectedRows, readCorpus, readWhole } from './corpus.js';

/** Files that are not read, and what they are said to be. */
const REFUSED: Readonly<Record<string, readonly [string, RegExp]>> = {
  'ARROW-GH-41317.parquet': ['CORRUPT', /footer: unknown encoding/],
  'ARROW-GH-41321.parquet': ['CORRUPT', /large_binary is damaged: not a page header/],
  'ARROW-GH-45185.parquet': ['CORRUPT', /x is damaged: its pages cannot be decoded/],
  'ARROW-GH-47662.parquet': ['CORRUPT', /flba_field is damaged: its pages cannot be decoded/],
  'ARROW-RS-GH-6229-DICTHEADER.parquet': ['CORRUPT', /name lie outside of the file/],
  'ARROW-RS-GH-6229-LEVELS.parquet': ['CORRUPT', /its pages hold 21 values, its metadata says 1/],
  'PARQUET-1481.parquet': ['CORRUPT', /unknown physical type -7/],
  'datapage_v1-corrupt-checksum.parquet': ['CORRUPT', /a is damaged: a page fails its checksum/],
  'encrypt_columns_and_footer.parquet.encrypted': ['REFUSED', /file is encrypted/],
  'encrypt_columns_plaintext_footer.parquet.encrypted': ['REFUSED', /file is encrypted/],
  'external_key_material_java.parquet.encrypted': ['REFUSED', /file is encrypted/],
  // Its sizes leave the header of a dictionary page out.
  'nation.dict-malformed.parquet': ['CORRUPT', /name is damaged: a page exceeds its chunk/],
  'repeated_no_annotation.parquet': ['CORRUPT', /it says 0 rows, its row groups 6/],
  'rle-dict-uncompressed-corrupt-checksum.parquet': ['CORRUPT', /long_field is damaged: a page fails its checksum/],
  'uniform_encryption.parquet.encrypted': ['REFUSED', /file is encrypted/],
};

/** Columns of a type that a table cannot have, in files whose other columns are read. */
const NO_TYPE: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'ARROW-GH-43605.parquet': { min_fl: /is an unsigned integer/ },
  'byte_stream_split_extended.gzip.parquet': { float16_plain: /is FLOAT16/, float16_byte_stream_split: /is FLOAT16/ },
  'case-001.parquet': { var: /is VARIANT/ },
  'concatenated_gzip_members.parquet': { long_col: /is an unsigned integer/ },
  'float16_nonzeros_and_nans.parquet': { x: /is FLOAT16/ },
  'float16_zeros_and_nans.parquet': { x: /is FLOAT16/ },
  'floating_orders_nan_count.parquet': { float16_ieee754: /is FLOAT16/, float16_typedef: /is FLOAT16/ },
  'geospatial-with-nan.parquet': { geometry: /is GEOMETRY/ },
  'map_no_value.parquet': { my_map_no_v: /is a map without key or value/ },
  'null_list.parquet': { emptylist: /is UNKNOWN/ },
  'unknown-logical-type.parquet': { 'column with unknown type': /is UNRECOGNIZED/ },
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

  it.each(Object.entries(REFUSED))('%s is refused', async (name, [code, message]) => {
    const reading = readCorpus(name).then(readWhole);
    await expect(reading).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});
