import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutMetadata, flipBits } from './damage-trials.js';
import type { DamageCount } from './damage-trials.js';
import { Patient } from './patient.js';
import { randomOf } from '../../bench/statistics.js';
import { saveResult } from './results.js';

/** `npm run proof:damage [-- FLIPS [SEED]]`: cuts metadata at every byte and flips random bits; nothing may go unnoticed. */
export async function main(flips = '10000', seed = '1'): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'lakelift-damage-'));
  const patient = await Patient.make(base);
  const progress = ({ what, tried, wrong }: DamageCount): void =>
    console.error(`${what}: ${String(tried)} tried, ${String(wrong.length)} silent`);
  const share = Math.round(Number(flips) / 5);
  const counts = { data: 2 * share, metadata: 2 * share, wire: Number(flips) - 4 * share };
  try {
    const flipped = await flipBits(patient, counts, randomOf(Number(seed)), progress);
    await saveResult('damage', flipped);
    const cut = await cutMetadata(patient, { atRest: 1, again: 8, journal: 512 }, progress);
    const all = [...flipped, ...cut];
    await saveResult('damage', all);
    console.log(JSON.stringify(all, null, 2));
    if (all.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
  } finally {
    await patient.close();
    await rm(base, { recursive: true });
  }
}
