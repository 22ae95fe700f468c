import { describe, expect, it } from 'vitest';
import { flips, truncations } from '../damaged-copies.js';
import { readCorpus, readSpecial } from './corpus.js';
import { outcome, pagesEnd } from './damage.js';

/** scripts/fuzz.mjs damages all files of the corpus more often. */
const FILES = ['alltypes_dictionary', 'delta_byte_array', 'nested_maps.snappy', 'nonnullable.impala', 'list_columns'];
/** Every page of these has a checksum. */
const CHECKED = ['checksums_none', 'checksums_snappy'];

describe.each(FILES)('%s, damaged', (name) => {
  it('is an error wherever it is cut off', async () => {
    for (const bytes of truncations(await readCorpus(`${name}.parquet`), 50)) {
      expect([bytes.length, await outcome(bytes)]).toEqual([bytes.length, { code: 'CORRUPT' }]);
    }
  });

  it('is read or refused, and never crashes or hangs, whatever byte is another', async () => {
    for (const bytes of flips(await readCorpus(`${name}.parquet`), 60)) await outcome(bytes);
  });
});

it.each(CHECKED)('%s never gives other rows when a byte of its pages is another', async (name) => {
  const bytes = await readSpecial(name);
  const sound = await outcome(bytes);
  const end = pagesEnd(bytes);
  const found = new Set<string>();
  for (let at = 4; at < end; at += Math.ceil(end / 60)) {
    const damaged = new Uint8Array(bytes);
    damaged[at]! ^= 0x10;
    const result = await outcome(damaged);
    if ('code' in result) found.add(result.code);
    else expect([at, result]).toEqual([at, sound]);
  }
  expect([...found]).toEqual(['CORRUPT']);
});
