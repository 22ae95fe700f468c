import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LakeliftError } from '../../errors/index.js';
import { openJournal } from '../../migrate/index.js';
import type { SourceStore } from '../../stores/index.js';
import { migrateFolder } from '../migrate/warehouse.js';
import type { Outcome, Patient } from './patient.js';

/** Puts other bytes into a file of the lake, lets `look` look at it, and puts the right ones back. */
export async function withBytes<T>(file: string, bytes: Uint8Array, look: () => Promise<T>): Promise<T> {
  const [right, { atime, mtime }] = [await readFile(file), await stat(file)];
  await writeFile(file, bytes);
  try {
    return await look();
  } finally {
    await writeFile(file, right);
    await utimes(file, atime, mtime);
  }
}

/** A copy with one bit turned over. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

/** The source as it comes over a line that turns over one bit of one file, whenever it is read. */
function flippingSource(source: SourceStore, path: string, bit: number): SourceStore {
  return {
    url: source.url,
    knowsWriters: source.knowsWriters,
    list: (directory) => source.list(directory),
    stat: (file) => source.stat(file),
    isBeingWritten: (file) => source.isBeingWritten(file),
    checksum: (file) => source.checksum(file),
    close: () => source.close(),
    async *read(file, range) {
      let at = range?.offset ?? 0;
      for await (const chunk of source.read(file, range)) {
        const within = (bit >> 3) - at;
        at += chunk.length;
        yield file === path && within >= 0 && within < chunk.length ? flipped(chunk, (within << 3) | (bit & 7)) : chunk;
      }
    },
  };
}

/** Migrates one table over such a line into a lake of its own and looks at the result. */
export async function migrateFlipped(patient: Patient, table: string, path: string, bit: number): Promise<Outcome> {
  const lake = `${patient.lake}-flipped`;
  await rm(lake, { recursive: true, force: true });
  const { result } = await migrateFolder(
    { source: patient.warehouse.folder, target: lake },
    { tables: [`w.${table}`], source: (source) => flippingSource(source, path, bit) },
  );
  const [{ error } = {}] = result.tables;
  if (error?.code === 'INTERNAL') throw new Error(error.message);
  return error === undefined ? patient.examine(table, lake) : 'found';
}

/**
 * Runs a migration again that died while it committed: its files are copied, its table is not visible, and what it wrote last is not
 * whole. The right table or a clear error must come of it.
 */
export async function commitAgain(patient: Patient, table: string, file: string, bytes: Uint8Array): Promise<Outcome> {
  const schema = join(patient.lake, 'w.db', table, 'schema/schema-0');
  const right = await readFile(schema);
  const journal = openJournal(join(patient.lake, '.lakelift', 'state.db'));
  journal.setState(patient.plans.get(table)!.id, 'COPIED');
  journal.close();
  if (file !== schema) await rm(schema);
  try {
    return await withBytes(file, bytes, () => runAgain(patient, table));
  } finally {
    await writeFile(schema, right);
  }
}

/** Runs a migration again. */
export async function runAgain(patient: Patient, table: string): Promise<Outcome> {
  try {
    const { result } = await migrateFolder(
      { source: patient.warehouse.folder, target: patient.lake },
      { tables: [`w.${table}`] },
    );
    const [{ error } = {}] = result.tables;
    if (error?.code === 'INTERNAL') throw new Error(error.message);
    if (error !== undefined) return 'found';
  } catch (error) {
    if (!(error instanceof LakeliftError) || error.code === 'INTERNAL') throw error;
    return 'found';
  }
  const seen = await patient.examine(table);
  return seen === 'found' ? 'silent' : seen;
}
