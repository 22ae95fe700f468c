import { LakeliftError } from '../errors/index.js';
import { partitionPath, readDelta, snapshotIds } from '../lake/index.js';
import type { LakeTable, LiveFile } from '../lake/index.js';
import { outputPath, partitionValues, schemaOf } from '../migrate/index.js';
import type { Journal, TablePlan } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';
import { requireOwnFiles } from './keyed.js';
import { outputsWithout, rowsOf } from './outputs.js';

/**
 * The live files of every partition an output of which is no longer planned: those that `sync` has written, and what compactions made of
 * them alone. Throws COMMIT_CONFLICT when there are others, or fewer: somebody else writes into the partition.
 */
export async function filesToRemove(
  target: TargetStore,
  journal: Journal,
  lake: LakeTable,
  before: TablePlan,
  now: TablePlan,
): Promise<LiveFile[]> {
  const rows = new Map<string, number>();
  for (const { partition } of outputsWithout(before.outputs, now.outputs)) {
    const outputs = before.outputs.filter((output) => output.partition === partition);
    rows.set(partitionPath(lake.schema, partitionValues(before, partition)), rowsOf(journal, { ...before, outputs }));
  }
  if (rows.size === 0) return [];
  const files = lake.files.filter(({ partition }) => rows.has(partitionPath(lake.schema, partition)));
  const schema = schemaOf(before);
  const written = new Set(before.outputs.map((output) => outputPath(before, schema, output)));
  const origin = await originOf(target, lake, written, files);
  if (now.key !== undefined) {
    // Rows are merged by key, so that their number tells nothing.
    for (const file of files) {
      if (origin(file) === 'foreign') throw conflict(file, lake);
      if (origin(file) === 'unknown') requireOwnFiles([file], partitionPath(lake.schema, file.partition));
    }
    return files;
  }
  for (const file of files) if (origin(file) === 'foreign') throw conflict(file, lake);
  const live = new Map<string, number>();
  for (const { partition, rowCount } of files) {
    const path = partitionPath(lake.schema, partition);
    live.set(path, (live.get(path) ?? 0) + rowCount);
  }
  for (const [partition, expected] of rows) {
    if ((live.get(partition) ?? 0) !== expected) throw otherRows(partition, live.get(partition) ?? 0, expected);
  }
  return files;
}

/** Of `_FILE_SOURCE`: org.apache.paimon.manifest.FileSource. */
const COMPACTED = 1;

/**
 * Where live files come from: 'own' when this program wrote them, or a compaction made them of nothing but own files. All snapshots that are
 * there are looked at, as a partition may have been compacted rounds ago. Where some have expired, a compacted file may be either: then the number
 * of rows must tell.
 */
async function originOf(
  target: TargetStore,
  lake: LakeTable,
  written: ReadonlySet<string>,
  files: readonly LiveFile[],
): Promise<(file: LiveFile) => 'own' | 'unknown' | 'foreign'> {
  const own = new Set(written);
  const last = files.every(({ path }) => own.has(path)) ? 0 : (lake.snapshot?.id ?? 0);
  const ids = last === 0 ? [] : (await snapshotIds(target, lake.path)).filter((id) => id <= last);
  let complete = ids.length === last;
  for (const id of ids) {
    const delta = await readDelta(target, lake, id);
    if (delta === undefined) complete = false;
    if (delta?.kind !== 'COMPACT') continue;
    const place = ({ partition }: LiveFile): string => partitionPath(lake.schema, partition);
    const foreign = new Set(delta.removed.filter(({ path }) => !own.has(path)).map(place));
    for (const file of delta.added) if (!foreign.has(place(file))) own.add(file.path);
  }
  return (file) => {
    if (own.has(file.path)) return 'own';
    const source = (file.entry.record['_FILE'] as Readonly<Record<string, unknown>>)['_FILE_SOURCE'];
    return !complete && Number(source) === COMPACTED ? 'unknown' : 'foreign';
  };
}

const NEXT = 'move the rows that are not from the source elsewhere, then run again';

function conflict(file: LiveFile, lake: LakeTable): LakeliftError {
  return new LakeliftError(
    'COMMIT_CONFLICT',
    'the partition changed in the source, and holds a file in the lake that others have written',
    { partition: partitionPath(lake.schema, file.partition), file: file.path, next: NEXT },
  );
}

function otherRows(partition: string, live: number, expected: number): LakeliftError {
  return new LakeliftError(
    'COMMIT_CONFLICT',
    `the partition changed in the source, and holds ${live} rows in the lake instead of ${expected}: others write there`,
    { partition, next: NEXT },
  );
}
