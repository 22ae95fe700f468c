import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LakeliftError } from '../../errors/error.js';
import type { CatalogSchema } from '../sqlite/file.js';

const SOURCE = fileURLToPath(new URL('./SqliteFactory.java', import.meta.url));

/** What the transaction in which ids are drawn is called, by the version of DataNucleus that a Metastore has. */
const SAME_TRANSACTION = { '2.3': 'UsePM', '3.1': 'UsePM', '4.0': 'Existing' } as const;

/** The setting of 2.3, which hands it on to DataNucleus, and the class that later ones need for it. */
export function idSettings(schema: CatalogSchema): Record<string, string> {
  return schema === '2.3'
    ? { 'datanucleus.valuegeneration.transactionAttribute': SAME_TRANSACTION[schema] }
    : { 'javax.jdo.PersistenceManagerFactoryClass': 'SqliteFactory' };
}

/**
 * Compiles that class into `folder`, which is to be on the class path; returns the arguments of Java that go with it. Throws PREFLIGHT without a
 * compiler.
 */
export async function compileIdFactory(
  schema: CatalogSchema,
  folder: string,
  classPath: string,
  javac: string,
): Promise<string[]> {
  if (schema === '2.3') return [];
  try {
    await promisify(execFile)(javac, ['-nowarn', '-cp', classPath, '-d', folder, SOURCE]);
  } catch (cause) {
    throw new LakeliftError('PREFLIGHT', `a Metastore of Hive ${schema} needs a class compiled: ${String(cause)}`, {
      file: javac,
      next: 'install a JDK, not only a JRE, set JAVA_HOME, or leave out --engine java: the server in TypeScript needs none',
      cause,
    });
  }
  return [`-Dlakelift.ids=${SAME_TRANSACTION[schema]}`];
}
