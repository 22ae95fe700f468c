import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { commitAgain, flipped, migrateFlipped, runAgain, withBytes } from './damage.js';
import type { Outcome, Patient } from './patient.js';
import type { ProofCount } from './results.js';

/** What was tried of one kind of damage; `wrong` is what was silent. */
export interface DamageCount extends ProofCount {
  tried: number;
  readonly outcomes: { found: number; harmless: number; refused: number };
  readonly wrong: string[];
}

const TABLES = ['copied', 'merged', 'single'];

class Counting {
  readonly count: DamageCount;

  constructor(
    what: string,
    private readonly progress: (count: DamageCount) => void,
  ) {
    this.count = { what, tried: 0, outcomes: { found: 0, harmless: 0, refused: 0 }, wrong: [] };
  }

  async try(description: string, look: () => Promise<Outcome>): Promise<void> {
    const outcome = await look().catch((error: unknown) => `unclear error ${String(error)}`);
    this.count.tried += 1;
    if (outcome === 'found' || outcome === 'harmless' || outcome === 'refused') this.count.outcomes[outcome] += 1;
    else this.count.wrong.push(`${description}: ${outcome}`);
    if (this.count.tried % 200 === 0) this.progress(this.count);
  }
}

/** The files below some folders of a table of the lake. */
export async function filesOf(patient: Patient, table: string, wanted: (path: string) => boolean): Promise<string[]> {
  const root = join(patient.lake, 'w.db', table);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => wanted(relative(root, file))).sort();
}

const isMetadata = (path: string): boolean => /^(schema|snapshot|manifest)\//.test(path);
const isData = (path: string): boolean => path.endsWith('.parquet');

/** One bit of one file, chosen by a random number. */
interface Flip {
  readonly file: string;
  readonly bit: number;
  readonly right: Uint8Array;
}

async function randomFlip(files: readonly string[], random: () => number): Promise<Flip> {
  const file = files[Math.floor(random() * files.length)]!;
  const right = await readFile(file);
  return { file, bit: Math.floor(random() * right.length * 8), right };
}

/** Flips random bits of data files (every second time without the CRC32Cs of the journal), of metadata, and of the source on its way. */
export async function flipBits(
  patient: Patient,
  counts: { readonly data: number; readonly metadata: number; readonly wire: number },
  random: () => number,
  progress: (count: DamageCount) => void = () => undefined,
): Promise<DamageCount[]> {
  const [data, metadata, wire] = [
    new Counting('a bit of a data file in the lake', progress),
    new Counting('a bit of a metadata file in the lake', progress),
    new Counting('a bit of a source file on its way', progress),
  ];
  for (let number = 0; number < counts.data; number++) {
    const table = TABLES[number % TABLES.length]!;
    const { file, bit, right } = await randomFlip(await filesOf(patient, table, isData), random);
    const recorded = number % 2 === 0 ? patient.recordedOf(table) : new Map();
    const look = () => patient.examine(table, patient.lake, recorded);
    await data.try(`${file} bit ${String(bit)}`, () => withBytes(file, flipped(right, bit), look));
  }
  for (let number = 0; number < counts.metadata; number++) {
    const table = TABLES[number % TABLES.length]!;
    const { file, bit, right } = await randomFlip(await filesOf(patient, table, isMetadata), random);
    await metadata.try(`${file} bit ${String(bit)}`, () =>
      withBytes(file, flipped(right, bit), () => patient.examine(table)),
    );
  }
  for (let number = 0; number < counts.wire; number++) {
    const table = TABLES[number % TABLES.length]!;
    const { files } = patient.plans.get(table)!;
    const { file, bit } = await randomFlip(
      files.map(({ path }) => `/${path}`),
      random,
    );
    await wire.try(`${file} bit ${String(bit)}`, () => migrateFlipped(patient, table, file.slice(1), bit));
  }
  return [data, metadata, wire].map(({ count }) => count);
}

/** Cuts every metadata file of a table at every `step`-th byte: of a table that is there, and of one whose commit goes on. */
export async function cutMetadata(
  patient: Patient,
  step: { readonly atRest: number; readonly again: number; readonly journal: number },
  progress: (count: DamageCount) => void = () => undefined,
): Promise<DamageCount[]> {
  const [atRest, again, journal] = [
    new Counting('a metadata file cut short', progress),
    new Counting('a metadata file cut short, and the commit tried again', progress),
    new Counting('the journal cut short, and the command run again', progress),
  ];
  for (const file of await filesOf(patient, 'merged', isMetadata)) {
    const right = await readFile(file);
    for (let length = 0; length < right.length; length++) {
      const cut = right.subarray(0, length);
      const description = `${file} at ${String(length)}`;
      if (length % step.atRest === 0) {
        await atRest.try(description, () => withBytes(file, cut, () => patient.examine('merged')));
      }
      if (length % step.again === 0) await again.try(description, () => commitAgain(patient, 'merged', file, cut));
    }
  }
  const state = join(patient.lake, '.lakelift', 'state.db');
  const whole = await readFile(state);
  for (let length = 0; length < whole.length; length += step.journal) {
    const cut = whole.subarray(0, length);
    await journal.try(`at ${String(length)}`, () => withBytes(state, cut, () => runAgain(patient, 'merged')));
  }
  return [atRest, again, journal].map(({ count }) => count);
}
