import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMinio } from '../services/minio.js';
import { bucketLake, folderLake } from './lakes.js';
import type { Lake } from './lakes.js';
import { saveResult } from './results.js';
import type { ProofCount } from './results.js';
import { Trial } from './trial.js';
import { fingerprint, LARGE_ROWS, makeSmallWarehouse } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

/** Trials at the same time. */
const WIDTH = 2;

/** How the lakes are called in the table. */
const KINDS = { folder: 'a folder', bucket: 'MinIO' } as const;

/**
 * Kills a migration before and after every operation that others can see, or every `step`-th of them, runs it again each time
 * and checks what is promised. `progress` hears of every trial.
 */
async function everyOperation(
  kind: keyof typeof KINDS,
  warehouse: SmallWarehouse,
  open: () => Promise<Lake>,
  step: number,
  progress: (count: ProofCount) => Promise<void>,
): Promise<void> {
  const source = await fingerprint(warehouse.folder);
  const whole = await open();
  const { operations } = await new Trial(warehouse, whole, source).count();
  await whole.close();
  const wrong: string[] = [];
  const what = `kills before and after each of the ${String(operations)} operations of a run into ${KINDS[kind]}`;
  let [tried, next] = [0, 1];
  const lane = async (): Promise<void> => {
    for (let at = next; at <= operations; at = next) {
      next += step;
      for (const when of ['before', 'after'] as const) {
        const lake = await open();
        const trial = new Trial(warehouse, lake, source);
        await trial.kill({ at, when });
        const { killed, violations } = await trial.finish();
        await lake.close();
        tried += killed;
        wrong.push(...violations.map((text) => `${kind}, ${when} operation ${String(at)}: ${text}`));
      }
      await progress({ what, tried, of: 2 * operations, wrong });
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
}

/** `npm run proof:crash [-- FOLDER_STEP BUCKET_STEP]`: each `STEP`-th operation, 1 for all. */
export async function main(folderStep = '1', bucketStep = '1'): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'lakelift-proof-'));
  const minio = await startMinio(join(base, 'minio'));
  // The stores that look at the bucket in this process find their credentials here.
  Object.assign(process.env, minio.environment);
  const counts = new Map<string, ProofCount>();
  const progress = async (count: ProofCount): Promise<void> => {
    counts.set(count.what, count);
    console.error(`${count.what}: ${String(count.tried)} of ${String(count.of)}, ${String(count.wrong.length)} wrong`);
    await saveResult('crash', [...counts.values()]);
  };
  try {
    const small = await makeSmallWarehouse(join(base, 'small'));
    await everyOperation('folder', small, folderLake, Number(folderStep), progress);
    const large = await makeSmallWarehouse(join(base, 'large'), LARGE_ROWS);
    await everyOperation('bucket', large, () => bucketLake(minio), Number(bucketStep), progress);
  } finally {
    await minio.stop();
    await rm(base, { recursive: true });
  }
  const all = [...counts.values()];
  console.log(JSON.stringify(all, null, 2));
  if (all.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}
