import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damageMarkdown } from '../hostile/results.js';
import { DOCUMENT, withBlock } from './blocks.js';
import { matrixMarkdown } from './markdown.js';
import { migrateMatrix } from './outcomes.js';
import type { Outcome } from './outcomes.js';
import { FORMAT_IDS, FORMATS, refusedCodecs } from './tables.js';
import type { FormatId } from './tables.js';

let folder: string;
let outcomes: Outcome[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-matrix-'));
  outcomes = await migrateMatrix(folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const outcomeOf = (id: FormatId, codec: string): Outcome =>
  outcomes.find((one) => one.format === id && one.codec === codec)!;
const codecsOf = (id: FormatId): string[] => [...FORMATS[id].codecs];

it.each(FORMAT_IDS.flatMap((id) => refusedCodecs(id).map((codec) => [id, codec] as const)))(
  '%s with the codec %s is refused by name',
  (id, codec) => expect(outcomeOf(id, codec).refused).toMatch(new RegExp(`codec ${codec} is not supported`)),
);

describe.each(FORMAT_IDS)('%s, written by Hive or Spark and migrated', (id) => {
  it.each(codecsOf(id))('has the rows of their reader under the codec %s', (codec) => {
    const { refused, found, expected } = outcomeOf(id, codec);
    expect(refused).toBeUndefined();
    expect(found).toEqual(expected);
  });

  it('has the rows of their reader in tables of one column, or refuses them', () => {
    for (const { refused, found, expected } of outcomes.filter((one) => one.format === id && !one.codec)) {
      if (refused === undefined) expect(found).toEqual(expected);
    }
  });
});

it('docs/formats.md says what became of each, and of damaged copies (npm run docs:formats writes it)', async () => {
  const document = await readFile(DOCUMENT, 'utf8');
  expect(document).toBe(await withBlock(document, 'matrix', matrixMarkdown(outcomes)));
  expect(document).toBe(await withBlock(document, 'damage', await damageMarkdown()));
});
