import type { Field, FileStorage } from '../formats/index.js';
import { sourceFile } from '../stores/index.js';
import { mapBounded } from './bounded.js';
import type { PlanContext } from './context.js';
import type { ScannedFile } from './keep.js';
import { readSourceFile } from './plan-file.js';
import type { ReadFile } from './plan-file.js';
import type { Refusal, SourceFile, WaitingFile } from './plan-types.js';
import { orcSizes } from './orc-together.js';
import { refusalOf } from './refuse.js';

/** What planning needs of files. */
export interface ReadFiles {
  readonly files: readonly SourceFile[];
  /** Of each of `files`: those of one partition and equal signature can share one output. */
  readonly signatures: readonly string[];
  /** Files that are being written, which a later plan will look at. */
  readonly waiting: readonly (WaitingFile & { readonly partition: number })[];
}

export const NO_FILES: ReadFiles = { files: [], signatures: [], waiting: [] };

/** Footers of one table read at the same time. */
export const FOOTERS_AT_ONCE = 16;
/** Formats whose files say at their end that they are whole. */
const HAVE_END: readonly string[] = ['parquet', 'orc'];

/** Reads what planning needs of every file; one that no lane can carry refuses the table by the file's name. */
export async function readFiles(
  ctx: PlanContext,
  table: string,
  scanned: readonly ScannedFile[],
  storageOf: (partition: number) => FileStorage,
  columns: readonly Field[],
  refusals: Refusal[],
): Promise<ReadFiles> {
  const waiting: (WaitingFile & { readonly partition: number })[] = [];
  // The rows of primary-key tables are sorted.
  const allConverted = ctx.orc === 'convert' || ctx.primaryKeys?.has(table.toLowerCase()) === true;
  const orc = orcSizes(allConverted ? Infinity : ctx.targetFileSize);
  const read = await mapBounded(scanned, FOOTERS_AT_ONCE, async ({ stat, partition }) => {
    ctx.signal?.throwIfAborted();
    const storage = storageOf(partition);
    const isOpen = async (): Promise<boolean> =>
      (ctx.openFiles === 'wait' || ctx.source.knowsWriters) && (await ctx.source.isBeingWritten(stat.path));
    let whole: ReadFile | Refusal | undefined;
    if (HAVE_END.includes(storage.format) || !(await isOpen())) {
      whole = await readSourceFile(ctx.source, stat, partition, storage, columns, orc).catch((error: unknown) =>
        refusalOf(error, { table, file: sourceFile(stat.path) }),
      );
    }
    if (whole !== undefined && 'file' in whole) return whole;
    if (whole !== undefined && !(await isOpen())) refusals.push(whole);
    else if (ctx.openFiles === 'wait') waiting.push({ path: stat.path, mtime: stat.mtime, partition });
    else refusals.push(openFile({ table, file: sourceFile(stat.path) }));
    return undefined;
  });
  const good = read.filter((entry) => entry !== undefined);
  return { files: good.map(({ file }) => file), signatures: good.map(({ signature }) => signature), waiting };
}

function openFile(place: Refusal['place']): Refusal {
  const next = 'run again when the file is closed; sync waits for such files';
  return { reason: 'a file is being written', place, next, code: 'SOURCE_CHANGED' };
}
