import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PypaimonReader } from '../services/pypaimon.js';
import { bucketLake, folderLake } from './lakes.js';
import type { Lake } from './lakes.js';
import { Trial } from './trial.js';
import { fingerprint, LARGE_ROWS, makeSmallWarehouse } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

const { LAKELIFT_TEST_S3_BUCKET } = process.env;

const lakes: Readonly<Record<string, { open: () => Promise<Lake>; largeRows: number; trials: number }>> = {
  'a folder': { open: folderLake, largeRows: 0, trials: 8 },
  'a bucket': {
    open: () => bucketLake({ bucket: LAKELIFT_TEST_S3_BUCKET!, environment: ownS3() }),
    largeRows: LARGE_ROWS,
    trials: 4,
  },
};

function ownS3(): Record<string, string> {
  const names = ['AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}

/** A few of the points that `npm run proof:crash` tries all of, spread over a whole run. */
describe.skipIf(LAKELIFT_TEST_S3_BUCKET === undefined).each(Object.keys(lakes))('a migration to %s', (name) => {
  const { open, largeRows, trials } = lakes[name]!;
  let folder: string;
  let warehouse: SmallWarehouse;
  let reader: PypaimonReader;
  beforeAll(async () => {
    reader = await PypaimonReader.start();
    folder = await mkdtemp(join(tmpdir(), 'lakelift-operations-'));
    warehouse = await makeSmallWarehouse(folder, largeRows);
  });
  afterAll(async () => {
    warehouse.close();
    await reader.close();
    await rm(folder, { recursive: true });
  });

  it('that is killed around any operation others can see loses nothing, doubles nothing, leaves nothing', async () => {
    const source = await fingerprint(folder);
    const whole = await open();
    const { operations } = await new Trial(warehouse, whole, source).count();
    await whole.close();
    expect(operations).toBeGreaterThan(100);
    for (let number = 0; number < trials; number++) {
      const lake = await open();
      const trial = new Trial(warehouse, lake, source, reader);
      const at = 1 + Math.floor(((number + 0.5) * operations) / trials);
      await trial.kill({ at, when: number % 2 === 0 ? 'before' : 'after' });
      expect(await trial.finish(), `killed at operation ${String(at)}`).toEqual({ killed: 1, violations: [] });
      await lake.close();
    }
  });
});
