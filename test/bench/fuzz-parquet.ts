import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { flips, truncations } from '../formats/damaged-copies.js';
import { outcome, pagesEnd } from '../formats/parquet/damage.js';

/** Every page of these has a checksum. */
const CHECKED = /^checksums_/;

/**
 * Damages every Parquet file under a folder, 50 cuts and 200 changed bytes each; counts what came of it, names the worst time and
 * memory, and each file of page checksums whose rows changed all the same.
 */
export async function main(folder: string): Promise<void> {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  let slowest = { seconds: 0, file: '' };
  let largest = { bytes: 0, file: '' };
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.parquet'));
  for (const file of files.sort()) {
    const bytes = await readFile(join(folder, file));
    const sound = await outcome(bytes);
    count(`whole: ${'code' in sound ? sound.code : 'read'}`);
    for (const [kind, damaged] of [
      ['cut', truncations(bytes, 50)],
      ['changed', flips(bytes, 200)],
    ] as const) {
      for (const copy of damaged) {
        const start = performance.now();
        const result = await outcome(copy);
        const seconds = (performance.now() - start) / 1000;
        if (seconds > slowest.seconds) slowest = { seconds, file };
        const { rss } = process.memoryUsage();
        if (rss > largest.bytes) largest = { bytes: rss, file };
        const same = 'rows' in sound && 'rows' in result && sound.rows === result.rows;
        count(`${kind}: ${'code' in result ? result.code : same ? 'same rows' : 'other rows'}`);
        if (
          'rows' in result &&
          !same &&
          CHECKED.test(basename(file)) &&
          copy.findIndex((byte, at) => byte !== bytes[at]) < pagesEnd(bytes)
        ) {
          console.log(`${file}: other rows in spite of checksums`);
        }
      }
    }
  }
  console.log(`${files.length} files`, Object.fromEntries([...counts].sort()));
  console.log(`slowest: ${slowest.seconds.toFixed(2)} s (${slowest.file})`);
  console.log(`memory: ${Math.round(largest.bytes / 2 ** 20)} MiB (${largest.file})`);
}
