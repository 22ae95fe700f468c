import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files under a folder whose names end so, by name, one at a time. */
export async function* filesBelow(
  folder: string,
  ending: string,
): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(ending));
  for (const name of names.sort()) yield { name, bytes: await readFile(join(folder, name)) };
}
