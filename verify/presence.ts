import type { TargetStore } from '../stores/index.js';
import type { PartitionPair } from './layout.js';
import type { Difference, LevelResult } from './model.js';
import { eachOf } from './tolerate.js';

export interface PresenceResult {
  readonly result: LevelResult;
  /** Store paths of live files that are missing or of another size: there is nothing in them to compare further. */
  readonly broken: ReadonlySet<string>;
}

/**
 * Level 0: every live file lies in the store with the size its manifest states. `asPlanned`, when nobody changed the table since it was
 * migrated, every planned output is live as well, and no other file is.
 */
export async function checkPresence(
  target: TargetStore,
  pairs: readonly PartitionPair[],
  asPlanned: boolean,
): Promise<PresenceResult> {
  const differences: Difference[] = [];
  const broken = new Set<string>();
  let checked = 0;
  for (const pair of pairs) {
    const place = { partition: pair.path };
    const live = new Set(pair.live.map((file) => file.path));
    const planned = asPlanned ? new Set(pair.outputs.map((item) => item.path)) : live;
    for (const file of planned) {
      if (!live.has(file)) differences.push({ message: 'a planned file is not part of the table', ...place, file });
    }
    for (const file of live) {
      if (!planned.has(file))
        differences.push({ message: 'the table holds a file that was not planned', ...place, file });
    }
    checked += new Set([...live, ...planned]).size;
    await eachOf(pair.live, 16, async ({ path, fileSize }) => {
      const stat = await target.stat(path);
      if (stat?.length !== fileSize) broken.add(path);
      if (stat === undefined) differences.push({ message: 'the file is missing in the store', ...place, file: path });
      else if (stat.length !== fileSize) {
        const values = { expected: `${fileSize} bytes`, actual: `${stat.length} bytes` };
        differences.push({
          message: 'the file has another size than its manifest states',
          ...place,
          file: path,
          ...values,
        });
      }
    });
  }
  return { result: { level: 0, name: 'presence', checked, differences }, broken };
}
