import type { TableNames } from '../migrate/index.js';
import type { TargetStore } from '../stores/index.js';

const DATABASE = /^(.+)\.db$/;

/** The databases and tables of a warehouse by its folders, as Paimon's filesystem catalog lists them. */
export function lakeTables(target: TargetStore): TableNames {
  return {
    databases: async () => (await target.listFolders('')).flatMap((name) => DATABASE.exec(name)?.[1] ?? []),
    tables: (database) => target.listFolders(`${database}.db`),
  };
}
