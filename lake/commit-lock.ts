/**
 * Paimon's lock of a table, kept by a catalog: who holds it is the only one to make a snapshot of the table.
 * Source: org.apache.paimon.catalog.CatalogLock.
 */
export interface CommitLock {
  /** Where it is kept, for people: without a password. */
  readonly url: string;
  /** Does `work` while the lock is held. Throws LOCKED when it cannot be had in time, UNREACHABLE, IO; what `signal` is raised with. */
  hold<T>(database: string, table: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

/** Does something under the lock of one table, or just does it. */
export type Guard = <T>(work: () => Promise<T>) => Promise<T>;

export const unguarded: Guard = (work) => work();

/** Does work under a table's lock where there is one to take. */
export function guardOf(
  { lock, signal }: { readonly lock?: CommitLock; readonly signal?: AbortSignal },
  { database, table }: { readonly database: string; readonly table: string },
): Guard {
  return lock === undefined ? unguarded : (work) => lock.hold(database, table, work, signal);
}
