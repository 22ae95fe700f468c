import { expect, it } from 'vitest';
import { LakeliftError } from '../../../errors/index.js';
import { memorySource, orcColumns, orcStand } from '../../../formats/index.js';
import type { Field } from '../../../formats/index.js';
import { flips, truncations } from '../damaged-copies.js';
import { openOrc } from './orc.js';
import { rowTexts, STITCH_TABLES, stitched, stitchFiles } from './stitched.js';

/** Of each table; LAKELIFT_DAMAGES=5 takes five times as many. */
const TIMES = Number(process.env['LAKELIFT_DAMAGES'] ?? 1);
const [CUTS, CHANGES] = [10 * TIMES, 40 * TIMES];
const VICTIM = 'victim.orc';

/** What the work gives, or the error of what is wrong with a file. */
async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { error: LakeliftError }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof LakeliftError && ['CORRUPT', 'REFUSED'].includes(error.code)) return { error };
    throw error;
  }
}

const standOf = (bytes: Uint8Array, columns: readonly Field[]) =>
  attempt(async () => {
    const storage = { format: 'orc', properties: {} } as const;
    return JSON.stringify(await orcStand({ bytes: memorySource(bytes), path: VICTIM, columns, storage }));
  });

it.each(STITCH_TABLES)(
  'a damaged file of %s, to be merged with others, is an error that names it, stays alone, or has the rows it has alone',
  async (table) => {
    const [before, victim, after] = (await stitchFiles(table)) as [File, File, File];
    const columns = orcColumns((await openOrc(before.bytes)).tail.schema);
    const sound = await standOf(before.bytes, columns);
    const [first, whole, last] = await Promise.all([before, victim, after].map(({ bytes }) => rowTexts(bytes)));
    const counts: Record<string, number> = {};
    const count = (outcome: string) => (counts[outcome] = (counts[outcome] ?? 0) + 1);
    for (const bytes of [...truncations(victim.bytes, CUTS), ...flips(victim.bytes, CHANGES)]) {
      const stand = await standOf(bytes, columns);
      if ('error' in stand) {
        count('an error when planned');
        continue;
      }
      if (JSON.stringify(stand) !== JSON.stringify(sound)) {
        count('not merged');
        continue;
      }
      const made = await attempt(() => stitched([before, { path: VICTIM, bytes }, after], columns));
      if ('error' in made) {
        expect(made.error.place.file).toBe(VICTIM);
        count('an error when merged');
        continue;
      }
      const own = await attempt(() => rowTexts(bytes));
      const all = await attempt(() => rowTexts(made.value.bytes));
      if ('error' in all) {
        count('an error when read');
        continue;
      }
      const rows = 'error' in own ? whole! : own.value;
      expect(all.value).toEqual([...first!, ...rows, ...last!]);
      count(JSON.stringify(rows) === JSON.stringify(whole) ? 'same rows' : 'other rows');
    }
    console.log(`${table}:`, counts);
    expect(Object.values(counts).reduce((sum, one) => sum + one)).toBe(CUTS + CHANGES);
    expect(counts['an error when planned']).toBeGreaterThanOrEqual(CUTS);
  },
);

type File = Awaited<ReturnType<typeof stitchFiles>>[number];
