import { createHash } from 'node:crypto';
import { readAll, type TargetStore } from '../stores/index.js';
import { damaged } from './damaged.js';
import { encodeManifestList, listedManifest, type ListedManifest } from './manifest-list.js';
import { encodeManifest, type ManifestEntry } from './manifest.js';
import { manifestPath } from './paths.js';
import type { TableSchema } from './schema.js';

/** Paimon's default of manifest.target-file-size, here counted before compression. */
const MANIFEST_BYTES = 8 << 20;

export interface WrittenList {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Writes a commit's manifests and lists, each unless it is there. Names follow from the commit's `stamp` and the content: doing it
 * again finds what is there, and no other commit ever uses them, so that nobody's clean-up takes them away from it.
 */
export class ManifestWriter {
  #part = 0;

  constructor(
    private readonly store: TargetStore,
    private readonly path: string,
    private readonly schema: TableSchema,
    private readonly stamp: string,
  ) {}

  async manifests(entries: readonly ManifestEntry[]): Promise<ListedManifest[]> {
    const listed: ListedManifest[] = [];
    for (const part of groups(entries)) {
      const { name, size } = await this.#write('manifest', this.stamp, encodeManifest(part));
      listed.push(listedManifest(this.schema, name, size, part));
    }
    return listed;
  }

  /** `use` tells apart lists that may be equal: those of one commit, and of its tries under several snapshot ids. */
  list(use: string, manifests: readonly ListedManifest[]): Promise<WrittenList> {
    return this.#write('manifest-list', `${this.stamp}\0${use}`, encodeManifestList(manifests));
  }

  async #write(kind: string, stamp: string, data: Uint8Array): Promise<WrittenList> {
    const name = `${kind}-${uuidOf(stamp, data)}-${this.#part++}`;
    const file = manifestPath(this.path, name);
    const made = await this.store.createIfAbsent(file, data);
    // An earlier try wrote these very bytes, unless the disk has lost some of them.
    if (made === 'exists' && Buffer.compare(await readAll(this.store, file), data) !== 0) throw damaged(file);
    return { name, size: data.length };
  }
}

/** Entries for one manifest each. The sizes are estimates: names and bounds vary, the other fields are small. */
function* groups(entries: readonly ManifestEntry[]): Generator<ManifestEntry[]> {
  let group: ManifestEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const { fileName, partition, statistics } = entry;
    const bounds =
      statistics.minValues.length + statistics.maxValues.length + 10 * (statistics.nullCounts?.length ?? 0);
    const estimate = 200 + fileName.length + partition.length + bounds;
    if (group.length > 0 && bytes + estimate > MANIFEST_BYTES) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(entry);
    bytes += estimate;
  }
  if (group.length > 0) yield group;
}

/** A UUID (version 8, RFC 9562) of the commit and the content: a name that is there already holds these very bytes. */
function uuidOf(stamp: string, data: Uint8Array): string {
  const digest = createHash('sha256').update(stamp).update('\0').update(data).digest().subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
