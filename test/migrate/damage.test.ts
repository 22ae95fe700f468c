import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitAgain, flipped, withBytes } from '../crash/damage.js';
import { cutMetadata, filesOf, flipBits } from '../crash/damage-trials.js';
import { Patient } from '../crash/patient.js';
import { randomOf } from '../../bench/statistics.js';

let base: string;
let patient: Patient;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'lakelift-damage-'));
  patient = await Patient.make(base);
});
afterAll(async () => {
  await patient.close();
  await rm(base, { recursive: true });
});

const inLake = (path: string): string => join(patient.lake, 'w.db', 'merged', path);

it('nothing damaged is nothing found', async () => {
  for (const table of patient.plans.keys()) {
    expect(await patient.examine(table, patient.lake, patient.recordedOf(table))).toBe('harmless');
  }
});

it('a column of another name in the schema is found', async () => {
  const right = await readFile(inLake('schema/schema-0'));
  const bytes = flipped(right, 8 * right.indexOf('"share"') + 8);
  expect(await withBytes(inLake('schema/schema-0'), bytes, () => patient.examine('merged'))).toBe('found');
});

it('a hint to a snapshot that is not there is found', async () => {
  const look = () => patient.examine('merged');
  expect(await withBytes(inLake('snapshot/LATEST'), Buffer.from('3'), look)).toBe('found');
});

it('a manifest that lost its only block, and is an Avro file still, is found, and not published by the next run', async () => {
  const snapshot = JSON.parse(await readFile(inLake('snapshot/snapshot-1'), 'utf8')) as { deltaManifestList: string };
  const list = inLake(`manifest/${snapshot.deltaManifestList}`);
  const right = await readFile(list);
  // The sync marker stands at the end of the header and at the end of the file.
  const header = right.subarray(0, right.indexOf(right.subarray(-16)) + 16);
  expect(header.length).toBeLessThan(right.length);
  expect(await withBytes(list, header, () => patient.examine('merged'))).toBe('found');
  expect(await commitAgain(patient, 'merged', list, header)).toBe('found');
});

it('a bound stated as exact that is too wide, and by which DuckDB answers max(id), is found', async () => {
  const [file] = await filesOf(patient, 'single', (path) => path.endsWith('.parquet'));
  const right = await readFile(file!);
  // Field 5 of Statistics, behind a null count of 0: eight bytes, 199.
  const max = right.indexOf(Buffer.from('002808c700000000000000', 'hex')) + 3;
  expect(max).toBeGreaterThan(3);
  const look = () => patient.examine('single');
  expect(await withBytes(file!, flipped(right, 8 * (max + 2)), look)).toBe('found');
});

/** A few of what `npm run proof:damage` tries by the thousand. */
it('bits that turn over and files cut short are found, or change nothing', async () => {
  const flips = await flipBits(patient, { data: 12, metadata: 12, wire: 4 }, randomOf(Date.now()));
  const cuts = await cutMetadata(patient, { atRest: 151, again: 1501, journal: 12_000 });
  for (const { what, tried, outcomes, wrong } of [...flips, ...cuts]) {
    expect(wrong, what).toEqual([]);
    expect(tried, what).toBeGreaterThan(2);
    expect(outcomes.found + outcomes.harmless + outcomes.refused, what).toBe(tried);
  }
});
