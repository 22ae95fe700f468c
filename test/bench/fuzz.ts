import { flips, truncations } from '../formats/damaged-copies.js';
import type { Outcome } from '../formats/damaged-copies.js';
import type { FuzzResult } from '../formats/hostile/results.js';

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
const MAX_MEMORY_MIB = 1024;

interface Group {
  files: number;
  readonly cut: Record<string, number>;
  readonly changed: Record<string, number>;
}

/**
 * Damages every file by 50 cuts and 200 changed bytes, and counts what came of the copies. Throws where a copy was read as other rows in spite of
 * a checksum, or memory grew past 1 GiB.
 */
export async function fuzz(victims: AsyncIterable<Victim>): Promise<FuzzResult> {
  const groups: Record<string, Group> = {};
  let mostSeconds = 0;
  let mostMemoryMiB = 0;
  for await (const victim of victims) {
    const group = (groups[victim.group] ??= { files: 0, cut: {}, changed: {} });
    group.files++;
    const sound = await victim.read(victim.bytes);
    const copies = { cut: truncations(victim.bytes, 50), changed: flips(victim.bytes, 200) };
    for (const kind of ['cut', 'changed'] as const) {
      for (const copy of copies[kind]) {
        const start = performance.now();
        const outcome = outcomeName(victim, sound, await victim.read(copy), copy);
        mostSeconds = Math.max(mostSeconds, (performance.now() - start) / 1000);
        mostMemoryMiB = Math.max(mostMemoryMiB, Math.ceil(process.memoryUsage.rss() / MIB));
        if (mostMemoryMiB > MAX_MEMORY_MIB) throw new Error(`${victim.name}: ${String(mostMemoryMiB)} MiB`);
        group[kind][outcome] = (group[kind][outcome] ?? 0) + 1;
      }
    }
  }
  return { groups, mostSeconds, mostMemoryMiB };
}

function outcomeName({ name, isChecked }: Victim, sound: Outcome, found: Outcome, copy: Uint8Array): string {
  if ('code' in found) return found.code;
  if ('rows' in sound && sound.rows === found.rows) return 'same rows';
  if (isChecked(copy)) throw new Error(`${name}: other rows in spite of a checksum`);
  return 'other rows';
}
