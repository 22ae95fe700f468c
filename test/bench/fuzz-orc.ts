import { outcome } from '../formats/orc/damage.js';
import { filesBelow } from './files-below.js';
import { fuzz } from './fuzz.js';
import type { Victim } from './fuzz.js';

/** Damages every ORC file under a folder. */
export async function main(folder: string): Promise<void> {
  await fuzz(victims(folder));
}

async function* victims(folder: string): AsyncGenerator<Victim> {
  for await (const { name, bytes } of filesBelow(folder, '.orc')) {
    yield { name, group: 'orc', bytes, read: outcome, isChecked: () => false };
  }
}
