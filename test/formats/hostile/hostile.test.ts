import { expect, it } from 'vitest';
import { flips, truncations } from '../damaged-copies.js';
import { isChecked, readAs, readableFiles } from './files.js';

/** Few copies of each; scripts/fuzz.mjs makes more. */
const [CUTS, CHANGES] = [2, 6];
const LARGE = 20_000;
const FILES = (await readableFiles()).filter(({ bytes }) => bytes.length < LARGE);

it.each(FILES.map((file) => [file.table, file] as const))('%s, damaged, is an error or is read', async (_, file) => {
  for (const bytes of truncations(file.bytes, CUTS)) await readAs(file, bytes);
  for (const bytes of flips(file.bytes, CHANGES)) await readAs(file, bytes);
});

it.each(FILES.filter(isChecked).map((file) => [file.table, file] as const))(
  '%s never has other rows than its own: it has a checksum',
  async (_, file) => {
    const sound = await readAs(file, file.bytes);
    for (const bytes of flips(file.bytes, 60)) {
      const found = await readAs(file, bytes);
      expect('code' in found ? 'an error' : found).toEqual('code' in found ? 'an error' : sound);
    }
  },
);
