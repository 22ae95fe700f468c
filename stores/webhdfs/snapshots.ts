import { LakeliftError } from '../../errors/index.js';
import type { SourceChange, SourceFileStat, SourceSnapshot, SourceSnapshots, SourceStore } from '../store.js';
import type { WebHdfsClient } from './client.js';

interface DiffReport {
  readonly SnapshotDiffReport: {
    readonly diffList: readonly { readonly sourcePath: string; readonly targetPath?: string; readonly type: string }[];
  };
}

/**
 * The snapshots of an HDFS (`hdfs dfs -createSnapshot`), which are listed below a directory's `.snapshot`, and its account of what has changed
 * since (GETSNAPSHOTDIFF of Hadoop 3.1 and later, for directories below that of the snapshot, too).
 */
export class HdfsSnapshots implements SourceSnapshots {
  constructor(
    private readonly client: WebHdfsClient,
    private readonly store: Pick<SourceStore, 'list' | 'stat'>,
  ) {}

  async of(directory: string): Promise<SourceSnapshot[]> {
    for (let root = directory; ; root = root.slice(0, Math.max(0, root.lastIndexOf('/')))) {
      const found = await unlessRefused(this.#listed(root));
      if (found !== undefined && found.length > 0) return found;
      if (root === '') return [];
    }
  }

  pathIn({ root, name }: SourceSnapshot, path: string): string {
    return below(root, `.snapshot/${name}/${root === '' ? path : path.slice(root.length + 1)}`);
  }

  /** HDFS keeps no account for a directory that was made after the snapshot, and answers that nothing has changed there: then undefined. */
  async changes(snapshot: SourceSnapshot, directory: string): Promise<SourceChange[] | undefined> {
    const places = [directory, this.pathIn(snapshot, directory)];
    const [now, then] = await Promise.all(places.map((path) => unlessRefused(this.store.stat(path))));
    if (now?.fileId === undefined || now.fileId !== then?.fileId) return undefined;
    const parameters = { oldsnapshotname: snapshot.name, snapshotname: '' };
    const report = await unlessRefused(this.client.json<DiffReport>('GETSNAPSHOTDIFF', directory, parameters));
    return report?.SnapshotDiffReport.diffList.map(({ type, sourcePath, targetPath }) => ({
      kind: type,
      path: below(directory, sourcePath),
      ...(targetPath === undefined ? {} : { target: below(directory, targetPath) }),
    }));
  }

  /** A snapshot's directory is listed with the time at which it was made. */
  async #listed(root: string): Promise<SourceSnapshot[]> {
    const entries: SourceFileStat[] = [];
    for await (const page of this.store.list(below(root, '.snapshot'))) entries.push(...page);
    return entries
      .map(({ path, mtime }) => ({ root, name: path.slice(path.lastIndexOf('/') + 1), createdAt: mtime }))
      .sort((a, b) => a.createdAt - b.createdAt);
  }
}

const below = (directory: string, path: string): string => [directory, path].filter((part) => part !== '').join('/');

/** undefined where the NameNode has no such directory or snapshot, does not know the operation, or does not allow it. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof LakeliftError && ['NOT_FOUND', 'AUTH', 'IO'].includes(error.code)) return undefined;
    throw error;
  }
}
