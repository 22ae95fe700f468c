import { writeFile } from 'node:fs/promises';
import { workOf } from './node-tools.js';

/** A process for one tool and lane: FOLDER LANE TOOL TRIES OUTPUT. Writes the CPU seconds (user and system) of the best try. */
const [folder, lane, tool, tries, output] = process.argv.slice(2) as [string, string, string, string, string];
const work = workOf(tool, folder, lane);
let best = Infinity;
for (let i = 0; i < Number(tries); i++) {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  best = Math.min(best, (user + system) / 1e6);
}
await writeFile(output, JSON.stringify(best));
