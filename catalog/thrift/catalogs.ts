import type { FailoverClient } from './client.js';
import { RemoteException } from './message.js';
import { METHODS } from './methods.js';

/** The names of a server's catalogs; undefined before Hive 3, which has none. Servers of Hive 2 and 3 report the same version. */
export async function catalogNames(client: FailoverClient): Promise<readonly string[] | undefined> {
  try {
    return (await client.call(METHODS.getCatalogs, {})).names ?? [];
  } catch (error) {
    if (!(error instanceof RemoteException) || error.kind !== 'UnknownMethod') throw error;
    return undefined;
  }
}
