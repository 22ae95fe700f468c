import type { TargetStore } from '../stores/index.js';

/** The names of what a warehouse holds. */
export interface LakeTables {
  databases(): Promise<string[]>;
  tables(database: string): Promise<string[]>;
}

const DATABASE = /^(.+)\.db$/;

/** The databases and tables of a warehouse by its folders, as Paimon's filesystem catalog lists them. */
export function lakeTables(target: TargetStore): LakeTables {
  return {
    databases: async () => (await target.listFolders('')).flatMap((name) => DATABASE.exec(name)?.[1] ?? []),
    tables: (database) => target.listFolders(`${database}.db`),
  };
}
