import { describe, expect, it } from 'vitest';
import { flips, truncations } from '../damaged-copies.js';
import { outcome } from './damage.js';
import { readCorpus } from './orc.js';

const FILES = ['TestOrcFile.test1', 'decimal'];

describe.each(FILES)('%s, damaged', (name) => {
  it('is an error wherever it is cut off', async () => {
    for (const bytes of truncations(await readCorpus(name), 50)) {
      expect([bytes.length, await outcome(bytes)]).toEqual([bytes.length, { code: 'CORRUPT' }]);
    }
  });

  it('is read or refused, and never crashes or hangs, whatever byte is another', async () => {
    for (const bytes of flips(await readCorpus(name), 200)) await outcome(bytes);
  });
});
