import { createHash } from 'node:crypto';
import type { TargetStore } from '../stores/index.js';
import type { DataFile } from './data-file.js';
import { encodeManifestList, type WrittenManifest } from './manifest-list.js';
import { encodeManifest } from './manifest.js';
import { manifestPath } from './paths.js';
import type { TableSchema } from './schema.js';

/** Paimon's default of manifest.target-file-size, here counted before compression. */
const MANIFEST_BYTES = 8 << 20;

interface Written {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** The two lists of a first snapshot. */
export interface ManifestLists {
  readonly base: Written;
  readonly delta: Written;
}

/** Writes the manifests that add `files`, then their lists, each unless it is there. The same input gives the same names and bytes. */
export async function writeManifests(
  store: TargetStore,
  path: string,
  schema: TableSchema,
  files: readonly DataFile[],
  user: string,
): Promise<ManifestLists> {
  const write = async (kind: string, part: number, data: Uint8Array): Promise<Written> => {
    const name = `${kind}-${uuidOf(user, data)}-${part}`;
    await store.createIfAbsent(manifestPath(path, name), data);
    return { name, size: data.length };
  };
  const manifests: WrittenManifest[] = [];
  for (const part of groups(files)) {
    const written = await write('manifest', manifests.length, encodeManifest(schema, part));
    manifests.push({ ...written, files: part });
  }
  const base = await write('manifest-list', 0, encodeManifestList(schema, []));
  const delta = await write('manifest-list', 1, encodeManifestList(schema, manifests));
  return { base, delta };
}

/** Files for one manifest each. The sizes are estimates: names and bounds vary, the other fields are small. */
function* groups(files: readonly DataFile[]): Generator<DataFile[]> {
  let group: DataFile[] = [];
  let bytes = 0;
  for (const file of files) {
    const estimate = 200 + file.fileName.length + 80 * (file.statistics.size + file.partition.length);
    if (group.length > 0 && bytes + estimate > MANIFEST_BYTES) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(file);
    bytes += estimate;
  }
  if (group.length > 0) yield group;
}

/** A UUID (version 8, RFC 9562) of the commit and the content: a name that is there already holds these very bytes. */
function uuidOf(user: string, data: Uint8Array): string {
  const digest = createHash('sha256').update(user).update('\0').update(data).digest().subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
