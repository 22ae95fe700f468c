import { describe, expect, it } from 'vitest';
import { LakeliftError } from '../../../errors/index.js';
import { decodeOrc, orcColumns } from '../../../formats/index.js';
import { openOrc, readCorpus } from './orc.js';

const FILES = [
  'TestOrcFile.test1',
  'TestOrcFile.testPredicatePushdown',
  'TestOrcFile.testStripeLevelStats',
  'complextypes_iceberg',
  'decimal',
  'decimal64_v2',
  'orc_split_elim_new',
];

/** Reads a whole file; the error, if it is one of ours. Anything else is thrown. */
async function outcome(bytes: Uint8Array): Promise<LakeliftError | undefined> {
  try {
    const { source, tail } = await openOrc(bytes);
    for await (const batch of decodeOrc(source, tail, orcColumns(tail.schema))) {
      for (const column of batch.columns) column.forEach(() => undefined);
    }
    return undefined;
  } catch (error) {
    if (error instanceof LakeliftError && ['CORRUPT', 'REFUSED'].includes(error.code)) return error;
    throw error;
  }
}

/** The same numbers in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe.each(FILES)('%s, damaged', (name) => {
  it('is an error wherever it is cut off', async () => {
    const bytes = await readCorpus(name);
    const random = numbers(1);
    for (let i = 0; i < 50; i++) {
      const length = Math.floor(random.next().value * bytes.length);
      expect([length, (await outcome(bytes.subarray(0, length)))?.code]).toEqual([length, 'CORRUPT']);
    }
  });

  it('is read or refused, and never crashes or hangs, whatever byte is another', async () => {
    const bytes = await readCorpus(name);
    const random = numbers(2);
    for (let i = 0; i < 200; i++) {
      const damaged = new Uint8Array(bytes);
      damaged[Math.floor(random.next().value * bytes.length)]! ^= 1 + Math.floor(random.next().value * 255);
      await outcome(damaged);
    }
  });
});
