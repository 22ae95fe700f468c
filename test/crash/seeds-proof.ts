import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PypaimonReader } from '../services/pypaimon.js';
import { startMinio } from '../services/minio.js';
import { bucketLake, folderLake } from './lakes.js';
import type { Lake } from './lakes.js';
import { randomOf } from '../../bench/statistics.js';
import { saveResult } from './results.js';
import type { ProofCount } from './results.js';
import { Trial } from './trial.js';
import type { TrialResult } from './trial.js';
import { fingerprint, LARGE_ROWS, makeSmallWarehouse } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

/** Trials at the same time. */
const WIDTH = 2;
/** Every so many seeds one writes to S3. */
const S3_EVERY = 10;

interface Side {
  readonly warehouse: SmallWarehouse;
  readonly source: readonly string[];
  readonly bytes: number;
  readonly open: () => Promise<Lake>;
  readonly reader: PypaimonReader;
}

/** One trial: runs are killed at random bytes, each going on where the last one was killed, until the seed says that it is enough. */
async function oneSeed(seed: number, { warehouse, source, bytes, open, reader }: Side): Promise<TrialResult> {
  const random = randomOf(seed);
  const lake = await open();
  const trial = new Trial(warehouse, lake, source, reader);
  // The further a migration has come, the less is left to be killed in.
  let left = bytes;
  do await trial.kill({ byte: Math.floor(random() * left) });
  while ((left /= 2) > 1000 && random() < 0.6);
  const result = await trial.finish();
  await lake.close();
  return result;
}

/** `npm run proof:seeds [-- KILLS [FIRST_SEED]]`: kills migrations at random bytes of all they write, and checks what is promised. */
export async function main(kills = '1000', first = '1'): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'lakelift-proof-'));
  const minio = await startMinio(join(base, 'minio'));
  // The stores that look at the bucket in this process find their credentials here.
  Object.assign(process.env, minio.environment);
  const wrong: string[] = [];
  let [seeds, killed] = [0, 0];
  const counted = (): ProofCount => {
    const what = `kills at random bytes, of ${String(seeds)} migrations, one in ${String(S3_EVERY)} into MinIO`;
    return { what, tried: killed, wrong };
  };
  const reader = await PypaimonReader.start();
  try {
    const folder = await sideOf(await makeSmallWarehouse(join(base, 'small')), folderLake, reader);
    const large = await makeSmallWarehouse(join(base, 'large'), LARGE_ROWS);
    const bucket = await sideOf(large, () => bucketLake(minio), reader);
    let next = Number(first);
    const lane = async (): Promise<void> => {
      for (let seed = next++; killed < Number(kills); seed = next++) {
        const result = await oneSeed(seed, seed % S3_EVERY === 0 ? bucket : folder);
        seeds += 1;
        killed += result.killed;
        wrong.push(...result.violations.map((text) => `seed ${String(seed)}: ${text}`));
        if (seeds % 20 === 0) {
          console.error(`${String(seeds)} seeds, ${String(killed)} kills, ${String(wrong.length)} wrong`);
          await saveResult('seeds', [counted()]);
        }
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, lane));
  } finally {
    await reader.close();
    await minio.stop();
    await rm(base, { recursive: true });
  }
  await saveResult('seeds', [counted()]);
  console.log(JSON.stringify(counted(), null, 2));
  if (wrong.length > 0) process.exitCode = 1;
}

async function sideOf(warehouse: SmallWarehouse, open: () => Promise<Lake>, reader: PypaimonReader): Promise<Side> {
  const source = await fingerprint(warehouse.folder);
  const lake = await open();
  const { bytes } = await new Trial(warehouse, lake, source).count();
  await lake.close();
  return { warehouse, source, bytes, open, reader };
}
