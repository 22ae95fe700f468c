import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** LAKELIFT_PROOFS moves it, so that a long proof can run beside other work. */
const FOLDER = process.env['LAKELIFT_PROOFS'] ?? fileURLToPath(new URL('./results/', import.meta.url));

/** Keeps what a proof found as JSON; docs/reliability.md has the figures. */
export async function saveResult(name: string, result: object): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
