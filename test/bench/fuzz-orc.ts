import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { flips, truncations } from '../formats/damaged-copies.js';
import { outcome } from '../formats/orc/damage.js';

/** Damages every ORC file under a folder, 50 cuts and 200 changed bytes each; counts what came of it, and the worst time and memory. */
export async function main(folder: string): Promise<void> {
  const counts = new Map<string, number>();
  let slowest = { seconds: 0, file: '' };
  let memory = 0;
  for (const file of (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.orc')).sort()) {
    const bytes = await readFile(join(folder, file));
    for (const [kind, damaged] of [
      ['cut', truncations(bytes, 50)],
      ['changed', flips(bytes, 200)],
    ] as const) {
      for (const copy of damaged) {
        const start = performance.now();
        const result = `${kind}: ${(await outcome(copy))?.code ?? 'read'}`;
        const seconds = (performance.now() - start) / 1000;
        if (seconds > slowest.seconds) slowest = { seconds, file };
        memory = Math.max(memory, process.memoryUsage.rss());
        counts.set(result, (counts.get(result) ?? 0) + 1);
      }
    }
  }
  console.log(Object.fromEntries([...counts].sort()));
  console.log(
    `slowest: ${slowest.seconds.toFixed(2)} s (${slowest.file}); memory: ${Math.round(memory / 2 ** 20)} MiB`,
  );
}
