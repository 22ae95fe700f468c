import { SqliteCatalog, UntoldMetastore } from '../catalog/index.js';
import type { DatabaseAnnotations } from '../catalog/index.js';
import type { RunContext } from './context.js';

/**
 * Enters what the source keeps beside these databases, and its roles, in the catalog, in one transaction; again is harmless. Returns what the
 * source would not tell.
 */
export async function registerBeside(
  { metastore, catalogPath }: Pick<RunContext, 'metastore' | 'catalogPath'>,
  names: readonly string[],
): Promise<string[]> {
  if (names.length === 0 || metastore instanceof UntoldMetastore) return [];
  const { roles, notRead } = await metastore.roles();
  const databases = new Map<string, DatabaseAnnotations>();
  for (const name of names) databases.set(name, await metastore.databaseAnnotations(name));
  const catalog = SqliteCatalog.open(catalogPath);
  try {
    catalog.putBeside(roles, databases);
  } finally {
    catalog.close();
  }
  return [...notRead, ...[...databases].flatMap(([name, of]) => of.notRead.map((what) => `${name}: ${what}`))];
}
