/** Loaded by `node --import`: when the process ends, the most memory it had resident, all threads together, goes to the file LAKELIFT_PEAK (KiB). */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.once('exit', () => writeFileSync(process.env.LAKELIFT_PEAK, String(process.resourceUsage().maxRSS)));
}
