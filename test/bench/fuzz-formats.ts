import { flips, truncations } from '../formats/damaged-copies.js';
import { isChecked, outcomeOf, readableFiles } from '../formats/hostile/files.js';

/**
 * Damages every file of the matrix and of the corpus, 50 cuts and 200 changed bytes each; counts by format what came of it, names the
 * worst time and memory, and each file with a checksum whose rows changed all the same.
 */
export async function main(): Promise<void> {
  const counts = new Map<string, number>();
  let slowest = { seconds: 0, table: '' };
  let memory = 0;
  const files = await readableFiles();
  for (const file of files) {
    const sound = JSON.stringify(await outcomeOf(file, file.bytes));
    for (const [kind, damaged] of [
      ['cut', truncations(file.bytes, 50)],
      ['changed', flips(file.bytes, 200)],
    ] as const) {
      for (const copy of damaged) {
        const start = performance.now();
        const result = await outcomeOf(file, copy);
        const seconds = (performance.now() - start) / 1000;
        if (seconds > slowest.seconds) slowest = { seconds, table: file.table };
        memory = Math.max(memory, process.memoryUsage.rss());
        const other = JSON.stringify(result) !== sound;
        const what = `${file.storage.format}, ${kind}: ${'code' in result ? result.code : other ? 'other rows' : 'same rows'}`;
        counts.set(what, (counts.get(what) ?? 0) + 1);
        if ('rows' in result && other && isChecked(file))
          console.log(`${file.table}: other rows in spite of a checksum`);
      }
    }
  }
  console.log(`${files.length} files`, Object.fromEntries([...counts].sort()));
  console.log(
    `slowest: ${slowest.seconds.toFixed(2)} s (${slowest.table}); memory: ${Math.round(memory / 2 ** 20)} MiB`,
  );
}
