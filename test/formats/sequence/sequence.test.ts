import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LakeliftError } from '../../../errors/index.js';
import { memorySource } from '../../../formats/index.js';
import { readSequenceHeader } from '../../../formats/sequence/header.js';
import { sequenceValues } from '../../../formats/sequence/records.js';

const TEXTS = ['', 'plain', 'größe 日本 𝄞', 'tab\tnul\0', 'x'.repeat(300)];
const VALUES = Array.from({ length: 60 }, (_, n) => `${TEXTS[n % 5]!}${n}`);
const FILES = [
  'none',
  'bytes',
  'record-DefaultCodec',
  'block-DefaultCodec',
  'block-SnappyCodec',
  'block-Lz4Codec',
  'block-BZip2Codec',
];

const golden = (name: string): Promise<Uint8Array> =>
  readFile(fileURLToPath(new URL(`./golden/${name}.seq`, import.meta.url)));

async function valuesOf(bytes: Uint8Array): Promise<string[]> {
  const source = memorySource(bytes);
  const values: string[] = [];
  for await (const batch of sequenceValues(source, await readSequenceHeader(source))) {
    values.push(...batch.map((value) => Buffer.from(value).toString('utf8')));
  }
  return values;
}

test.each(FILES)("Hadoop's own file %s has its values", async (name) => {
  expect(await valuesOf(await golden(name))).toEqual(VALUES);
});

test('a codec that is not read is refused by its class', async () => {
  const bytes = Buffer.from(await golden('block-SnappyCodec'));
  const other = Buffer.from(bytes.toString('latin1').replace('SnappyCodec', 'SnippyCodec'), 'latin1');
  await expect(valuesOf(other)).rejects.toThrow(/SnippyCodec is not supported/);
});

test('values that are no text are refused by their class', async () => {
  const bytes = Buffer.from(await golden('none'));
  const other = Buffer.from(bytes.toString('latin1').replace('hadoop.io.Text', 'hadoop.io.Tent'), 'latin1');
  await expect(valuesOf(other)).rejects.toThrow(/class org.apache.hadoop.io.Tent/);
});

describe.each(FILES)('a damaged %s', (name) => {
  test('is never read shorter when it is cut inside of a record or block', async () => {
    const bytes = await golden(name);
    const outcomes = new Set<string>();
    for (let length = 0; length < bytes.length; length += 5) {
      const values = await attempt(bytes.subarray(0, length));
      outcomes.add(typeof values === 'string' ? values : 'values');
      // The file says nowhere how long it is: cut between records it is a whole file of fewer.
      if (typeof values !== 'string') expect(values).toEqual(VALUES.slice(0, values.length));
    }
    expect(outcomes).toContain('CORRUPT');
  });

  test('is read or is an error with a code, whatever byte is another', async () => {
    const bytes = await golden(name);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at]! ^= change;
        await attempt(damaged);
      }),
      { numRuns: 200 },
    );
  });
});

async function attempt(bytes: Uint8Array): Promise<string[] | string> {
  try {
    return await valuesOf(bytes);
  } catch (error) {
    if (error instanceof LakeliftError && ['CORRUPT', 'REFUSED'].includes(error.code)) return error.code;
    throw error;
  }
}
