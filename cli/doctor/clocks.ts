import { LakeliftError } from '../../errors/index.js';
import type { ClockReading } from '../../stores/index.js';
import { redact } from '../redact.js';

/** Clocks further apart than this break requests to S3, which are valid for 15 minutes, and make what `sync` says of its lag wrong. */
export const MOST_SKEW_MS = 5 * 60_000;
/** HTTP's Date is cut to the second, and an answer takes its time: less says nothing. */
const LEAST_SKEW_S = 5;

/** What the servers' clocks are to this machine's. Throws PREFLIGHT when one is too far away. */
export function compareClocks(readings: readonly ClockReading[]): string {
  const skews = readings.map(({ server, aheadMs }) => ({ server: redact(server), skew: Math.round(aheadMs / 1000) }));
  for (const { server, skew } of skews) {
    if (Math.abs(skew) * 1000 > MOST_SKEW_MS) {
      const way = skew < 0 ? 'behind' : 'ahead of';
      throw new LakeliftError('PREFLIGHT', `the clock of ${server} is ${Math.abs(skew)} s ${way} this machine's`, {
        next: 'synchronise the clocks (NTP)',
      });
    }
  }
  const within = Math.max(LEAST_SKEW_S, ...skews.map(({ skew }) => Math.abs(skew)));
  return `within ${within} s of this machine's: ${skews.map(({ server }) => server).join(', ')}`;
}
