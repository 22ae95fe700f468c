import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openTarget, type TargetStore } from '../../stores/index.js';

/** Metadata of tables that Spark wrote with Paimon 1.4.2; their data files are left out. */
const GOLDEN = new URL('./golden/', import.meta.url);

export const goldenStore = (): Promise<TargetStore> => openTarget(GOLDEN.href);

export const goldenBytes = (path: string): Uint8Array => readFileSync(fileURLToPath(new URL(path, GOLDEN)));

/** Every file the table had, data files and hints included. */
export function goldenFiles(table: string): string[] {
  const all = JSON.parse(readFileSync(fileURLToPath(new URL('files.json', GOLDEN)), 'utf8')) as string[];
  return all.filter((path) => path.startsWith(`${table}/`));
}
