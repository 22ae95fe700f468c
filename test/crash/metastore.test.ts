import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CrashPoint } from './killed.js';
import { CHANGES, MetastoreTrial } from './metastore-trial.js';
import type { Change } from './metastore-trial.js';

const url = process.env['LAKELIFT_TEST_HMS'] ?? '';
const WHEN = ['before', 'after', 'sent'] as const;
/** Of each command; `npm run proof:metastore` tries all. */
const TRIALS = 4;

/** A few of the points that `npm run proof:metastore` tries all of, spread over a whole run. */
describe.skipIf(url === '')('a command that changes a Hive Metastore and is killed', () => {
  const open = (change: Change): Promise<MetastoreTrial> =>
    MetastoreTrial.open(change, url, `killed_${randomUUID().slice(0, 8)}`);

  it.each(CHANGES)('%s: run again, it ends right, and nothing is lost', async (change) => {
    const whole = await open(change);
    const { operations } = await whole.count();
    await whole.close();
    expect(operations).toBeGreaterThanOrEqual(3);
    const trial = async (point: CrashPoint): Promise<void> => {
      const one = await open(change);
      expect(await one.run(point), JSON.stringify(point)).toEqual({ killed: 1, violations: [] });
      await one.close();
    };
    const points = Array.from({ length: TRIALS }, (_, number) => ({
      at: 1 + Math.floor(((number + 0.5) * operations) / TRIALS),
      when: WHEN[number % WHEN.length]!,
    }));
    for (let next = 0; next < points.length; next += 2) await Promise.all(points.slice(next, next + 2).map(trial));
  });
});
