import { EXIT } from '../../errors/index.js';
import { selectTables } from '../../migrate/index.js';
import type { HivePartition, HiveTable, Metastore } from '../../catalog/index.js';
import type { CommandSpec } from '../command.js';
import { Output } from '../output.js';
import { namedMetastore } from '../session.js';

/** Writes what a metastore knows of its tables. Values are exact: passwords in locations are not masked. */
export const catalogExportCommand: CommandSpec = {
  name: 'catalog export',
  description: 'Write the tables of a catalog or metastore as one JSON document.',
  flags: ['catalog', 'metastore', 'tables', 'format', 'user', 'json'],
  required: [],
  examples: [['catalog export --catalog out/catalog.db --format json', 'everything the catalog knows']],
  async run(options, io) {
    const metastore = await namedMetastore(options, io);
    try {
      const names = await selectTables(metastore, options.tables);
      const databases = await Promise.all(
        [...new Set(names.map(({ database }) => database))].map((name) => metastore.getDatabase(name)),
      );
      const tables: ExportedTable[] = [];
      for (const { database, table } of names) tables.push(await wholeTable(metastore, database, table));
      new Output(io, options.json ?? true).exactDocument('catalog export', { exitCode: EXIT.ok, databases, tables });
      return EXIT.ok;
    } finally {
      await metastore.close();
    }
  },
};

type ExportedTable = HiveTable & { readonly partitions: HivePartition[] };

async function wholeTable(metastore: Metastore, database: string, name: string): Promise<ExportedTable> {
  const table = await metastore.getTable(database, name);
  const partitions: HivePartition[] = [];
  for await (const page of metastore.partitions(table)) partitions.push(...page);
  return { ...table, partitions };
}
