import { LakeliftError } from '../errors/error.js';
import type { TargetStore } from '../stores/index.js';
import { readHint, readSchemas } from './history.js';
import { hintPath, manifestPath, snapshotPath } from './paths.js';
import type { LakeTable } from './read.js';
import type { Snapshot } from './snapshot.js';

/** Something that metadata says and that is not so. */
export interface MetadataFault {
  readonly message: string;
  readonly file: string;
  readonly expected?: string;
  readonly actual?: string;
}

/**
 * What a snapshot and its hints say beyond the files that are live, compared with what is there: readers use these to find snapshots,
 * to count rows and to read lists by their sizes.
 */
export async function metadataFaults(store: TargetStore, table: LakeTable): Promise<MetadataFault[]> {
  const { path, snapshot } = table;
  if (snapshot === undefined) return [];
  const faults: MetadataFault[] = [];
  const file = snapshotPath(path, snapshot.id);
  const state = (what: string, expected: unknown, actual: unknown): void => {
    if (expected === actual) return;
    faults.push({
      message: `the snapshot states another ${what}`,
      file,
      expected: String(expected),
      actual: String(actual),
    });
  };
  const rows = table.files.reduce((sum, { rowCount }) => sum + rowCount, 0);
  state('number of rows', rows, snapshot.totalRecordCount ?? rows);
  for (const [name, size] of sizesOf(snapshot)) {
    state(`size of ${name}`, (await store.stat(manifestPath(path, name)))?.length, size);
  }
  if (!(await readSchemas(store, path)).has(snapshot.schemaId)) {
    faults.push({ message: `the snapshot has the schema ${String(snapshot.schemaId)}, which the table lacks`, file });
  }
  return [...faults, ...(await hintFaults(store, path))];
}

function sizesOf(snapshot: Snapshot): [string, number][] {
  const { baseManifestList, baseManifestListSize, deltaManifestList, deltaManifestListSize } = snapshot;
  const sizes: [string, number | undefined][] = [
    [baseManifestList, baseManifestListSize],
    [deltaManifestList, deltaManifestListSize],
  ];
  return sizes.flatMap(([name, size]) => (size === undefined ? [] : [[name, size]]));
}

/** A hint that is missing, or behind, is none: readers look further by themselves. One that names no snapshot misleads them. */
async function hintFaults(store: TargetStore, table: string): Promise<MetadataFault[]> {
  const faults: MetadataFault[] = [];
  for (const hint of ['EARLIEST', 'LATEST'] as const) {
    const file = hintPath(table, hint);
    if ((await store.stat(file)) === undefined) continue;
    try {
      const id = await readHint(store, file);
      if ((await store.stat(snapshotPath(table, id))) !== undefined) continue;
      faults.push({ message: `the hint names snapshot ${String(id)}, which is not there`, file });
    } catch (error) {
      if (!(error instanceof LakeliftError) || error.code !== 'CORRUPT') throw error;
      faults.push({ message: error.message, file });
    }
  }
  return faults;
}
