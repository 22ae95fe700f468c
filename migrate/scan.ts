import { LakeliftError } from '../errors/index.js';
import { COPY_ROWS } from './refuse.js';
import { exists, sourceFile } from '../stores/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';

export interface DirectoryScan {
  /** Files with content, sorted by path. */
  readonly files: readonly SourceFileStat[];
  /** Files of 0 bytes: Hive writes them for empty buckets; they hold no rows and are no Parquet. */
  readonly emptyFiles: readonly string[];
  /** The metastore names the directory and the file system does not have it: no rows, as Hive reads it. */
  readonly missing: boolean;
}

/** What many partitions have in common. */
const MISSING: DirectoryScan = { files: [], emptyFiles: [], missing: true };

/** Hive, like every Hadoop reader, takes no notice of these. */
export const isHidden = (name: string): boolean => name.startsWith('_') || name.startsWith('.');

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * Lists the data files of one table or partition directory. Throws REFUSED for a link
 * that cannot be followed, for a pipe, socket or device, for a location that is a file, and for a visible sub-directory: whether Hive reads what is
 * below it depends on the session's settings, so no answer would be certainly right.
 */
export async function scanDirectory(source: SourceStore, directory: string): Promise<DirectoryScan> {
  const files: SourceFileStat[] = [];
  const emptyFiles: string[] = [];
  try {
    for await (const page of source.list(directory)) {
      for (const entry of page) {
        if (isHidden(baseName(entry.path))) continue;
        if (entry.kind === 'directory') throw subDirectory(entry.path);
        if (entry.kind === 'link') throw deadLink(entry.path);
        if (entry.kind === 'special') throw noFile(entry.path);
        if (entry.length === 0) emptyFiles.push(entry.path);
        else files.push(entry);
      }
    }
  } catch (error) {
    if (!(error instanceof LakeliftError) || error.code !== 'NOT_FOUND') throw error;
    // A store says so of a file, too, which may hold rows.
    if (await exists(source, directory)) throw noFolder(directory);
    return MISSING;
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, emptyFiles: emptyFiles.sort(), missing: false };
}

/** What it should lead to may hold rows, such as those of a disk that is not mounted, or of a folder this user may not enter. */
export function deadLink(path: string): LakeliftError {
  return new LakeliftError('REFUSED', 'a link cannot be followed', {
    file: sourceFile(path),
    next: 'restore what the link leads to, or access to it, or remove the link; then run the command again',
  });
}

function noFolder(path: string): LakeliftError {
  return new LakeliftError('REFUSED', 'a location is a file, or was no folder a moment ago', {
    file: sourceFile(path),
    next: 'move the file into a folder of its own, and name that in Hive (ALTER TABLE … SET LOCATION)',
  });
}

/** Whoever reads it gets what another program sends, or waits for ever. */
function noFile(path: string): LakeliftError {
  return new LakeliftError('REFUSED', 'a pipe, a socket or a device lies among the files', {
    file: sourceFile(path),
    next: 'remove it; then run the command again',
  });
}

/** Directories a transactional table keeps its changes in. Source: org.apache.hadoop.hive.ql.io.AcidUtils. */
const TRANSACTIONAL = /^(base|delta|delete_delta)_\d+/;

function subDirectory(path: string): LakeliftError {
  if (TRANSACTIONAL.test(baseName(path))) {
    return new LakeliftError(
      'REFUSED',
      'a data directory is that of a transactional (ACID) table: it holds changes, not rows',
      {
        file: sourceFile(path),
        next: `${COPY_ROWS}, or exclude the table`,
      },
    );
  }
  return new LakeliftError('REFUSED', 'a data directory holds a sub-directory', {
    file: sourceFile(path),
    next: 'move its files up in Hive (INSERT OVERWRITE the partition), remove it, or exclude the table',
  });
}
