import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMinio } from '../services/minio.js';
import { bucketLake, folderLake } from './lakes.js';
import type { Lake } from './lakes.js';
import { saveResult } from './results.js';
import { Trial } from './trial.js';
import { fingerprint, LARGE_ROWS, makeSmallWarehouse } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

/** Trials at the same time. */
const WIDTH = 2;

/** What was tried of one kind of lake. */
export interface CrashProof {
  readonly lake: 'folder' | 'S3';
  /** Operations of a run that nothing interrupts. */
  readonly operations: number;
  readonly trials: number;
  readonly killed: number;
  readonly violations: readonly string[];
}

/**
 * Kills a migration before and after every operation that others can see, every `step`-th of them into S3, runs it again each time
 * and checks what is promised.
 */
export async function proveCrashes(step: { readonly folder: number; readonly bucket: number }): Promise<CrashProof[]> {
  const base = await mkdtemp(join(tmpdir(), 'lakelift-proof-'));
  const minio = await startMinio(join(base, 'minio'));
  // The stores that look at the bucket in this process find their credentials here.
  Object.assign(process.env, minio.environment);
  try {
    const small = await makeSmallWarehouse(join(base, 'small'));
    const large = await makeSmallWarehouse(join(base, 'large'), LARGE_ROWS);
    return [
      await everyOperation('folder', small, folderLake, step.folder),
      await everyOperation('S3', large, () => bucketLake(minio), step.bucket),
    ];
  } finally {
    await minio.stop();
    await rm(base, { recursive: true });
  }
}

async function everyOperation(
  kind: CrashProof['lake'],
  warehouse: SmallWarehouse,
  open: () => Promise<Lake>,
  step: number,
): Promise<CrashProof> {
  const source = await fingerprint(warehouse.folder);
  const whole = await open();
  const { operations } = await new Trial(warehouse, whole, source).count();
  await whole.close();
  const violations: string[] = [];
  let [trials, killed, next] = [0, 0, 1];
  const lane = async (): Promise<void> => {
    for (let at = next; at <= operations; at = next) {
      next += step;
      for (const when of ['before', 'after'] as const) {
        const lake = await open();
        const trial = new Trial(warehouse, lake, source);
        await trial.kill({ at, when });
        const result = await trial.finish();
        await lake.close();
        trials += 1;
        killed += result.killed;
        violations.push(...result.violations.map((text) => `${when} operation ${String(at)}: ${text}`));
      }
      console.error(
        `${kind}: ${String(at)} of ${String(operations)} operations, ${String(violations.length)} violations`,
      );
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  return { lake: kind, operations, trials, killed, violations };
}

/** `npm run proof:crash [-- FOLDER_STEP BUCKET_STEP]`. */
export async function main(folder = '1', bucket = '4'): Promise<void> {
  const proofs = await proveCrashes({ folder: Number(folder), bucket: Number(bucket) });
  await saveResult('crash', proofs);
  console.log(JSON.stringify(proofs, null, 2));
  if (proofs.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
}
