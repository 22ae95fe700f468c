import { dirname, join, resolve } from 'node:path';
import {
  MetastoreWriter,
  cutOver,
  hiveName,
  isDone,
  openMetastore,
  rollBack,
  situationOf,
} from '../../catalog/index.js';
import type { HiveTable, Metastore } from '../../catalog/index.js';
import { EXIT, LakeliftError } from '../../errors/index.js';
import { selectSomeTables } from '../../migrate/index.js';
import { overlap } from '../../stores/index.js';
import { writeBackup } from '../backup.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { statePaths } from '../state.js';

/** Gives the names of Hive tables to their migrated Paimon tables, and back. */
export const cutoverCommand: CommandSpec = {
  name: 'cutover',
  description: "Let table names stand for the Paimon tables in the source's Hive Metastore; --rollback undoes it.",
  flags: ['metastore', 'target', 'tables', 'catalog', 'state', 'backup', 'rollback', 'dry-run', 'yes', 'user', 'json'],
  required: ['metastore', 'target'],
  examples: [
    [
      'cutover --metastore thrift://hms:9083 --target s3://bucket/lake --tables sales.orders',
      'show what would be done',
    ],
    ['cutover --metastore thrift://hms:9083 --target s3://bucket/lake --tables sales.orders --yes', 'do it'],
    [
      'cutover --metastore thrift://hms:9083 --target s3://bucket/lake --tables sales.orders --rollback --yes',
      'undo it',
    ],
  ],
  async run(options, io) {
    if (options.tables.join() === '*.*') {
      throw new LakeliftError('USAGE', '--tables is missing', { next: "name the tables, as --tables 'sales.orders'" });
    }
    const user = options.user === undefined ? {} : { user: options.user };
    const writer = await MetastoreWriter.open(options.metastore, user);
    const opened: { close(): Promise<void> }[] = [writer];
    try {
      const metastore = await openMetastore(options.metastore, user);
      opened.push(metastore);
      const { catalog } = statePaths(options.target, io.cwd, options);
      const migrated = await openMetastore(`sqlite:${catalog}`);
      opened.push(migrated);
      const lakes: HiveTable[] = [];
      for (const { database, table } of await selectSomeTables(migrated, options.tables)) {
        lakes.push(inTarget(await migrated.getTable(database, table), options.target));
      }
      return await carryOut({ metastore, writer }, lakes, options, io);
    } finally {
      await Promise.all(opened.map((one) => one.close()));
    }
  },
};

/** Several targets may share a catalog. Throws TARGET_FOREIGN for a table that lies in another one. */
function inTarget(lake: HiveTable, target: string): HiveTable {
  const { location } = lake.storage;
  if (overlap(target, location)) return lake;
  throw new LakeliftError('TARGET_FOREIGN', `the catalog has it in another target: ${location}`, {
    table: `${lake.database}.${lake.name}`,
    next: 'give the --target or the --catalog of its migration, or leave it out with --tables',
  });
}

interface Ends {
  readonly metastore: Metastore;
  readonly writer: MetastoreWriter;
}

/** Every table is looked at, and what changes is backed up, before the first is changed. */
async function carryOut(
  { metastore, writer }: Ends,
  lakes: readonly HiveTable[],
  options: Options,
  io: CliIo,
): Promise<number> {
  const output = new Output(io, options.json);
  const rollback = options.rollback === true;
  const waiting: { readonly lake: HiveTable; readonly hive: HiveTable }[] = [];
  const tables: { table: string; outcome: string }[] = [];
  const tell = ({ database, name }: HiveTable, outcome: string): void => {
    tables.push({ table: `${database}.${name}`, outcome });
    output.line(`${database}.${name}: ${outcome}`);
  };
  for (const lake of lakes) {
    const situation = await situationOf(metastore, lake);
    if (isDone(situation, rollback)) tell(lake, 'unchanged');
    else waiting.push({ lake, hive: situation.hive });
  }
  const apply = options.yes === true && options.dryRun !== true;
  if (apply && !rollback && waiting.length > 0) {
    const { state } = statePaths(options.target, io.cwd, options);
    const path = resolve(io.cwd, options.backup ?? join(dirname(state), 'cutover-backup.json'));
    const hives = waiting.map(({ hive }) => hive);
    output.line(`${hives.length} Hive tables as they are now: ${await writeBackup(path, metastore, hives)}`);
  }
  for (const { lake } of waiting) {
    if (apply) await (rollback ? rollBack : cutOver)(metastore, writer, lake);
    tell(lake, `${apply ? '' : 'would be '}${rollback ? 'the Hive table again' : describe(lake)}`);
  }
  if (!apply && waiting.length > 0) output.line('--yes does it');
  output.document('cutover', { exitCode: EXIT.ok, tables });
  return EXIT.ok;
}

const describe = ({ name, storage }: HiveTable): string =>
  `the Paimon table at ${storage.location}; the Hive table is ${hiveName(name)}`;
