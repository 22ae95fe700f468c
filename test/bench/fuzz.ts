import { flips, truncations } from '../formats/damaged-copies.js';
import type { Outcome } from '../formats/damaged-copies.js';

/** A sound file that is to be damaged. */
export interface Victim {
  readonly name: string;
  /** Under which its outcomes are counted. */
  readonly group: string;
  readonly bytes: Uint8Array;
  /** Throws an error that names nothing, which ends the run. */
  readonly read: (bytes: Uint8Array) => Promise<Outcome>;
  /** Whether a checksum exists to tell that this copy is damaged. */
  readonly isChecked: (copy: Uint8Array) => boolean;
}

const MIB = 2 ** 20;
/** What no reading of a damaged copy may take. */
const MAX_MEMORY = 1024 * MIB;

/**
 * Damages every file by 50 cuts and 200 changed bytes. Prints what came of the copies by group, and the worst time and memory. Throws where a
 * copy was read as other rows in spite of a checksum, or memory grew past 1 GiB.
 */
export async function fuzz(victims: AsyncIterable<Victim> | Iterable<Victim>): Promise<void> {
  const counts = new Map<string, number>();
  const count = (what: string): unknown => counts.set(what, (counts.get(what) ?? 0) + 1);
  let slowest = { seconds: 0, name: '' };
  let memory = 0;
  for await (const { name, group, bytes, read, isChecked } of victims) {
    const sound = await read(bytes);
    count(`${group}, whole: ${'code' in sound ? sound.code : 'read'}`);
    const copies = { cut: truncations(bytes, 50), changed: flips(bytes, 200) };
    for (const [kind, damaged] of Object.entries(copies)) {
      for (const copy of damaged) {
        const start = performance.now();
        const found = await read(copy);
        const seconds = (performance.now() - start) / 1000;
        if (seconds > slowest.seconds) slowest = { seconds, name };
        memory = Math.max(memory, process.memoryUsage.rss());
        if (memory > MAX_MEMORY) throw new Error(`${name}: ${String(Math.round(memory / MIB))} MiB`);
        const same = 'rows' in sound && 'rows' in found && sound.rows === found.rows;
        const what = 'code' in found ? found.code : same ? 'same rows' : 'other rows';
        if (what === 'other rows' && isChecked(copy)) throw new Error(`${name}: other rows in spite of a checksum`);
        count(`${group}, ${kind}: ${what}`);
      }
    }
  }
  console.log(Object.fromEntries([...counts].sort()));
  console.log(
    `slowest: ${slowest.seconds.toFixed(2)} s (${slowest.name}); memory: ${String(Math.round(memory / MIB))} MiB`,
  );
}
