import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { memorySource } from '../../../formats/index.js';
import { readSequenceHeader } from '../../../formats/sequence/header.js';
import { sequenceValues } from '../../../formats/sequence/records.js';
import { describeDamage } from '../container-damage.js';

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

for (const name of FILES) {
  describeDamage(name, async () => ({ bytes: await golden(name), rows: VALUES, read: valuesOf }), 200);
}
