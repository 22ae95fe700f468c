import { DIALECTS } from '../../catalog/index.js';
import type {
  Annotations,
  Dialect,
  HivePartition,
  HiveTable,
  Metastore,
  PartitionAnnotations,
} from '../../catalog/index.js';
import { EXIT, LakeliftError } from '../../errors/index.js';
import { selectSomeTables } from '../../migrate/index.js';
import type { TableName } from '../../migrate/index.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import { Output } from '../output.js';
import { namedMetastore } from '../session.js';

/** Writes what a metastore knows of its tables. Values are exact: passwords in locations are not masked. */
export const catalogExportCommand: CommandSpec = {
  name: 'catalog export',
  description: 'Write the tables of a catalog or metastore as DDL of an engine, or as one JSON document.',
  flags: ['catalog', 'metastore', 'tables', 'format', 'user', 'json'],
  required: [],
  examples: [
    ['catalog export --catalog out/catalog.db --format json', 'everything the catalog knows'],
    [
      "catalog export --metastore thrift://hms:9083 --tables 'sales.*' --format hive > sales.sql",
      'DDL that makes the same tables in another Hive, and that --metastore ddl:sales.sql reads',
    ],
  ],
  async run(options, io) {
    const { format } = options;
    if (format !== 'json' && options.json !== undefined) {
      throw new LakeliftError('USAGE', `--json does not go with --format ${format}`, { next: 'leave one of them out' });
    }
    const metastore = await namedMetastore(options, io);
    try {
      const names = await selectSomeTables(metastore, options.tables);
      const output = new Output(io, format === 'json' ? (options.json ?? true) : undefined);
      if (format === 'json') return await exportJson(metastore, names, output);
      return await exportDdl(metastore, names, DIALECTS[format], output, io);
    } finally {
      await metastore.close();
    }
  },
};

const databasesOf = (names: readonly TableName[]): string[] => [...new Set(names.map(({ database }) => database))];

async function exportJson(metastore: Metastore, names: readonly TableName[], output: Output): Promise<number> {
  const databases = await Promise.all(
    databasesOf(names).map(async (name) => ({
      ...(await metastore.getDatabase(name)),
      annotations: await metastore.databaseAnnotations(name),
    })),
  );
  const tables: ExportedTable[] = [];
  for (const { database, table } of names) tables.push(await wholeTable(metastore, database, table));
  const roles = await metastore.roles();
  output.exactDocument('catalog export', { exitCode: EXIT.ok, databases, tables, roles });
  return EXIT.ok;
}

type ExportedTable = HiveTable & {
  readonly annotations: Annotations;
  readonly partitions: HivePartition[];
  readonly partitionAnnotations: PartitionAnnotations[];
};

async function wholeTable(metastore: Metastore, database: string, name: string): Promise<ExportedTable> {
  const table = await metastore.getTable(database, name);
  const partitions: HivePartition[] = [];
  for await (const page of metastore.partitions(table)) partitions.push(...page);
  const partitionAnnotations: PartitionAnnotations[] = [];
  for await (const page of metastore.partitionAnnotations(table)) partitionAnnotations.push(...page.partitions);
  return { ...table, annotations: await metastore.annotations(table), partitions, partitionAnnotations };
}

/** Statements go out as they come: a page of partitions is held at a time. Tables the engine cannot have are left out by name. */
async function exportDdl(
  metastore: Metastore,
  names: readonly TableName[],
  dialect: Dialect,
  output: Output,
  io: CliIo,
): Promise<number> {
  for (const name of databasesOf(names)) output.exact(dialect.database(await metastore.getDatabase(name)));
  let leftOut = 0;
  for (const { database, table: name } of names) {
    const table = await metastore.getTable(database, name);
    const refusal = await refusalOf(async () => {
      output.exact(dialect.table(table));
      for await (const page of metastore.partitions(table)) output.exact(dialect.partitions(table, page));
    });
    if (refusal === undefined) continue;
    leftOut += 1;
    const object = `${database}.${name}${refusal.place.partition === undefined ? '' : ` (${refusal.place.partition})`}`;
    output.exact(`-- ${object} is left out: ${refusal.message.replaceAll('\n', ' ')}\n`);
    io.stderr.write(`${refusal.at({ table: `${database}.${name}` }).describe()}\n`);
  }
  return leftOut === 0 ? EXIT.ok : EXIT.tablesFailed;
}

async function refusalOf(work: () => Promise<void>): Promise<LakeliftError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'REFUSED') return error;
    throw error;
  }
}
