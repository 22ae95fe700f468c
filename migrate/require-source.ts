import { LakeliftError } from '../errors/index.js';
import { exists, resolveLocation, sourceBasePath, sourceFile } from '../stores/index.js';
import type { PlanContext } from './context.js';
import type { DescribedTable } from './describe-table.js';
import type { Refusal, TablePlan } from './plan-types.js';
import { refusalOf } from './refuse.js';
import type { TableScan } from './scan-table.js';

type Source = Pick<PlanContext, 'source' | 'sourceUrl'>;

const IS_IT_MOUNTED = 'check that it is mounted, then run the command again';

/** Throws NOT_FOUND when the folder that `--source` names is not there: directories that are missing hold no rows, and all would be. */
export async function requireSource({ source, sourceUrl }: Source): Promise<void> {
  const folder = sourceBasePath(sourceUrl);
  if (folder === '' || (await exists(source, folder))) return;
  const next = `correct --source, or ${IS_IT_MOUNTED}`;
  throw new LakeliftError('NOT_FOUND', 'the folder of the source is not there', { file: sourceFile(folder), next });
}

/** Why a table is not planned whose files are all gone since the `earlier` plan, and its folder with them; undefined for all others. */
export async function goneRefusal(
  { source, sourceUrl }: Source,
  { table, hiveTable }: DescribedTable,
  { files, emptyFiles }: TableScan,
  earlier: TablePlan | undefined,
): Promise<Refusal | undefined> {
  const hadFiles = earlier !== undefined && earlier.files.length > 0;
  if (!hadFiles || files.length > 0 || emptyFiles.length > 0) return undefined;
  try {
    const file = resolveLocation(sourceUrl, hiveTable.storage.location);
    if (await exists(source, file)) return undefined;
    const next = `${IS_IT_MOUNTED}; make the folder anew if the table is to be empty`;
    return { reason: 'its folder is gone, with all files it had', place: { table, file: sourceFile(file) }, next };
  } catch (error) {
    return refusalOf(error, { table });
  }
}
