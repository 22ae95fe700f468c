import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMinio } from '../services/minio.js';
import { bucketLake, folderLake } from './lakes.js';
import type { Lake } from './lakes.js';
import { PypaimonReader } from '../services/pypaimon.js';
import { saveResult } from './results.js';
import type { ProofCount } from './results.js';
import { readBySpark, wrongOf } from './spark-reader.js';
import type { Kept } from './spark-reader.js';
import { Trial } from './trial.js';
import { fingerprint, LARGE_ROWS, makeSmallWarehouse } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

/** Trials at the same time. */
const WIDTH = 2;

/** Of so many trials, one's lake is read by Spark in the end. */
const SPARK_EVERY = 5;

/** How the lakes are called in the table. */
const KINDS = { folder: 'a folder', bucket: 'MinIO' } as const;

/**
 * Kills a migration before and after every operation that others can see, or every `step`-th of them, runs it again each time
 * and checks what is promised; returns how often it was not kept.
 */
async function everyOperation(
  kind: keyof typeof KINDS,
  warehouse: SmallWarehouse,
  open: () => Promise<Lake>,
  reader: PypaimonReader,
  step: number,
): Promise<number> {
  const source = await fingerprint(warehouse.folder);
  const whole = await open();
  const { operations } = await new Trial(warehouse, whole, source).count();
  await whole.close();
  const [which, name] = step === 1 ? ['each', kind] : [`one in ${String(step)}`, `${kind}-${String(step)}`];
  const what = `kills before and after ${which} of the ${String(operations)} operations of a run into ${KINDS[kind]}`;
  const of = 2 * Math.ceil(operations / step);
  const wrong: string[] = [];
  const kept: Kept[] = [];
  let [tried, next] = [0, 1];
  const lane = async (): Promise<void> => {
    for (let at = next; at <= operations; at = next) {
      next += step;
      for (const when of ['before', 'after'] as const) {
        const lake = await open();
        const trial = new Trial(warehouse, lake, source, reader);
        await trial.kill({ at, when });
        const { killed, violations } = await trial.finish();
        const trialName = `${kind}, ${when} operation ${String(at)}`;
        if (tried % SPARK_EVERY === 0) kept.push({ name: trialName, lake });
        else await lake.close();
        tried += killed;
        wrong.push(...violations.map((text) => `${trialName}: ${text}`));
      }
      console.error(`${what}: ${String(tried)} of ${String(of)}, ${String(wrong.length)} wrong`);
      await saveResult(`crash-${name}`, [{ what, tried, of, wrong }]);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  const readings = await readBySpark(warehouse, kept);
  const bySpark: ProofCount = {
    what: `tables after one in ${String(SPARK_EVERY)} of the kills before and after ${which} operation into ${KINDS[kind]}, read by Spark with Paimon`,
    tried: readings.length,
    wrong: wrongOf(readings),
  };
  console.error(`${bySpark.what}: ${String(bySpark.tried)}, ${String(bySpark.wrong.length)} wrong`);
  await saveResult(`crash-${name}`, [{ what, tried, of, wrong }, bySpark]);
  return wrong.length + bySpark.wrong.length;
}

/** `npm run proof:crash [-- FOLDER_STEP BUCKET_STEP]`: each `STEP`-th operation, 1 for all. */
export async function main(folderStep = '1', bucketStep = '1'): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'lakelift-proof-'));
  const minio = await startMinio(join(base, 'minio'));
  // The stores that look at the bucket in this process find their credentials here.
  Object.assign(process.env, minio.environment);
  const reader = await PypaimonReader.start();
  let wrong = 0;
  try {
    const small = await makeSmallWarehouse(join(base, 'small'));
    wrong += await everyOperation('folder', small, folderLake, reader, Number(folderStep));
    const large = await makeSmallWarehouse(join(base, 'large'), LARGE_ROWS);
    wrong += await everyOperation('bucket', large, () => bucketLake(minio), reader, Number(bucketStep));
  } finally {
    await reader.close();
    await minio.stop();
    await rm(base, { recursive: true });
  }
  if (wrong > 0) process.exitCode = 1;
}
