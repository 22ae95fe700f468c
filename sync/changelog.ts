import { changelogName, dataFilePath } from '../lake/index.js';
import type { AddedFile, LakeTable } from '../lake/index.js';
import { withUploads } from '../migrate/index.js';
import type { Journal } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';

/**
 * Writes the change log of a round where the table, as it is now, keeps one of what comes in (`changelog-producer` = `input`): each file of
 * changes once more under a name of its own, as the data file goes when it is compacted and the log stays. Written again, it is written
 * over. Files of rewritten partitions are no changes by key, and no part of it. Source: org.apache.paimon.mergetree.MergeTreeWriter.
 */
export async function writeChangelog(
  target: TargetStore,
  journal: Journal,
  { schema, path }: LakeTable,
  added: readonly AddedFile[],
): Promise<AddedFile[]> {
  if (schema.options['changelog-producer'] !== 'input') return [];
  const log: AddedFile[] = [];
  for (const file of added.filter(({ keyed }) => keyed?.level === 0)) {
    const copy = { ...file, fileName: changelogName(file.fileName) };
    const [from, to] = [file, copy].map(({ fileName }) =>
      dataFilePath(schema, path, file.partition, fileName, file.keyed?.bucket),
    ) as [string, string];
    await withUploads(journal, target, [to], (onUpload) =>
      target.put(to, target.read(from), { onUpload: (id) => onUpload(id, to) }),
    );
    journal.forgetUploads(target.url, to);
    log.push(copy);
  }
  return log;
}
