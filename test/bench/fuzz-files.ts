import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isChecked, readableFiles, readAs } from '../formats/hostile/files.js';
import { resultPath } from '../formats/hostile/results.js';
import { outcome as orcOutcome } from '../formats/orc/damage.js';
import { outcome as parquetOutcome, pagesEnd } from '../formats/parquet/damage.js';
import { fuzz } from './fuzz.js';
import type { Victim } from './fuzz.js';

/** Every page of these has a checksum, their footers have none. */
const CHECKED = /^checksums_/;
const OWN = fileURLToPath(new URL('../formats/', import.meta.url));

const KINDS: Readonly<Record<string, (folder: string) => AsyncGenerator<Victim>>> = {
  parquet: parquetFiles,
  orc: orcFiles,
  rows: otherFiles,
};

/** Damages files of a kind, those below `folder` or the project's own, of which the result is kept. */
export async function main(kind: string, folder?: string): Promise<void> {
  const victims = KINDS[kind];
  if (victims === undefined) throw new Error(`one of ${Object.keys(KINDS).join(', ')} is to be named`);
  const result = await fuzz(victims(folder ?? join(OWN, kind)));
  console.log(result);
  if (folder === undefined) await writeFile(resultPath(kind), `${JSON.stringify(result, null, 2)}\n`);
}

async function* parquetFiles(folder: string): AsyncGenerator<Victim> {
  for await (const { name, bytes } of filesBelow(folder, '.parquet')) {
    const inPages = (copy: Uint8Array) => copy.findIndex((byte, at) => byte !== bytes[at]) < pagesEnd(bytes);
    const checked = CHECKED.test(basename(name)) ? inPages : () => false;
    yield { name, group: 'Parquet', bytes, read: parquetOutcome, isChecked: checked };
  }
}

async function* orcFiles(folder: string): AsyncGenerator<Victim> {
  for await (const { name, bytes } of filesBelow(folder, '.orc')) {
    yield { name, group: 'ORC', bytes, read: orcOutcome, isChecked: () => false };
  }
}

/** Those of the matrix and of the corpus that are no Parquet, each as its table reads it. */
async function* otherFiles(): AsyncGenerator<Victim> {
  for (const file of await readableFiles()) {
    yield {
      name: file.table,
      group: `${file.storage.format}, in tables`,
      bytes: file.bytes,
      read: (bytes) => readAs(file, bytes),
      isChecked: () => isChecked(file),
    };
  }
}

/** The files under a folder whose names end so, by name, one at a time. */
async function* filesBelow(
  folder: string,
  ending: string,
): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(ending));
  for (const name of names.sort()) yield { name, bytes: await readFile(join(folder, name)) };
}
