import type { TargetStore } from '../stores/index.js';
import { readManifests } from './history.js';
import type { ListedManifest } from './manifest-list.js';
import { mergeEntries } from './merge-entries.js';
import type { TableSchema } from './schema.js';
import type { ManifestWriter } from './write-manifests.js';

/** Paimon's default of manifest.merge-min-count: so many small manifests are left as they are. */
const MERGE_MIN_COUNT = 30;
/** Compressed bytes; a manifest this program fills is larger. */
const SMALL = 256 * 1024;

/**
 * Rewrites the small manifests of a base list into few once there are many, as every commit adds at least one and readers open them
 * all; additions and deletions that meet are left out. Manifests keep their order, as readers want an addition before its deletion.
 */
export async function mergeManifests(
  store: TargetStore,
  path: string,
  schema: TableSchema,
  manifests: readonly ListedManifest[],
  writer: ManifestWriter,
): Promise<ListedManifest[]> {
  const least = Number(schema.options['manifest.merge-min-count'] ?? MERGE_MIN_COUNT);
  if (manifests.filter(isSmall).length < Math.max(least, 2)) return [...manifests];
  const merged: ListedManifest[] = [];
  for (const run of runs(manifests)) {
    if (run.length === 1) merged.push(...run);
    else merged.push(...(await writer.manifests([...(await mergeEntries(readManifests(store, path, run))).values()])));
  }
  return merged;
}

const isSmall = ({ size }: ListedManifest): boolean => size < SMALL;

/** The manifests in their order: small ones that follow each other together, others alone. */
function runs(manifests: readonly ListedManifest[]): ListedManifest[][] {
  const result: ListedManifest[][] = [];
  let open: ListedManifest[] | undefined;
  for (const manifest of manifests) {
    if (isSmall(manifest) && open !== undefined) open.push(manifest);
    else {
      const started = [manifest];
      result.push(started);
      open = isSmall(manifest) ? started : undefined;
    }
  }
  return result;
}
