import { basename } from 'node:path';
import { outcome, pagesEnd } from '../formats/parquet/damage.js';
import { filesBelow } from './files-below.js';
import { fuzz } from './fuzz.js';
import type { Victim } from './fuzz.js';

/** Every page of these has a checksum, their footers have none. */
const CHECKED = /^checksums_/;

/** Damages every Parquet file under a folder. */
export async function main(folder: string): Promise<void> {
  await fuzz(victims(folder));
}

async function* victims(folder: string): AsyncGenerator<Victim> {
  for await (const { name, bytes } of filesBelow(folder, '.parquet')) {
    const inPages = (copy: Uint8Array) => copy.findIndex((byte, at) => byte !== bytes[at]) < pagesEnd(bytes);
    const isChecked = CHECKED.test(basename(name)) ? inPages : () => false;
    yield { name, group: 'parquet', bytes, read: outcome, isChecked };
  }
}
