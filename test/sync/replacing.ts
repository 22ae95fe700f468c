import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commitChange, readTable } from '../../lake/index.js';
import type { AddedFile, LakeTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';

/**
 * Does what publishes a snapshot of `table` in the folder `target`, and moves over it one of another writer, which that had made of the table as
 * it was before. `theirs` writes what that one adds, in a copy of the folder.
 */
export async function replacing(
  target: string,
  table: string,
  publish: () => Promise<unknown>,
  theirs: (copy: string, lake: LakeTable) => Promise<readonly AddedFile[]>,
): Promise<void> {
  const aside = `${target}-theirs`;
  await rm(aside, { recursive: true, force: true });
  await cp(target, aside, { recursive: true });
  await publish();
  const store = await openTarget(pathToFileURL(aside).href);
  const lake = (await readTable(store, table))!;
  const change = { kind: 'APPEND', remove: [], user: 'them', identifier: 1n, timeMillis: 1 } as const;
  await commitChange(store, table, { ...change, add: await theirs(aside, lake), since: lake.snapshot!.id });
  await cp(join(aside, table), join(target, table), { recursive: true });
}
