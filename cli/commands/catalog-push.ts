import { resolve } from 'node:path';
import {
  MetastoreWriter,
  RolesPushed,
  createDatabases,
  openMetastore,
  planDatabase,
  planPush,
  pushDatabase,
  runPush,
} from '../../catalog/index.js';
import type { Metastore, PushPlan, PushStep } from '../../catalog/index.js';
import { EXIT, LakeliftError } from '../../errors/index.js';
import { selectSomeTables } from '../../migrate/index.js';
import { writeBackup } from '../backup.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { namedMetastore } from '../session.js';

/** Makes the tables of a catalog in a running Hive Metastore. */
export const catalogPushCommand: CommandSpec = {
  name: 'catalog push',
  description: 'Make databases, tables and partitions of a catalog in a running Hive Metastore. Run again, it goes on.',
  flags: ['catalog', 'metastore', 'to', 'tables', 'replace', 'backup', 'dry-run', 'user', 'json'],
  required: ['to'],
  examples: [
    ['catalog push --catalog out/catalog.db --to thrift://hms:9083 --dry-run', 'what would be made?'],
    [
      "catalog push --catalog out/catalog.db --to thrift://hms:9083 --tables 'sales.*' --replace --backup out/before.json",
      'put the tables into the place of what is there',
    ],
  ],
  async run(options, io) {
    if (options.replace === true && options.backup === undefined) {
      throw new LakeliftError('USAGE', '--replace needs --backup', {
        next: 'name a file, as --backup out/before.json',
      });
    }
    const output = new Output(io, options.json);
    const user = options.user === undefined ? {} : { user: options.user };
    const writer = await MetastoreWriter.open(options.to, user);
    const opened: { close(): Promise<void> }[] = [writer];
    try {
      const source = await namedMetastore(options, io);
      opened.push(source);
      const target = await openMetastore(options.to, user);
      opened.push(target);
      return await push({ source, target, writer }, options, io, output);
    } finally {
      await Promise.all(opened.map((one) => one.close()));
    }
  },
};

interface Ends {
  readonly source: Metastore;
  readonly target: Metastore;
  readonly writer: MetastoreWriter;
}

async function push({ source, target, writer }: Ends, options: Options, io: CliIo, output: Output): Promise<number> {
  const tables = await selectSomeTables(source, options.tables);
  const plan = await planPush(source, target, tables, options.replace === true);
  const objects: { object: string; outcome: string; partitions?: number }[] = [];
  const tell = (object: string, outcome: string, partitions?: number): void => {
    objects.push({ object, outcome, ...(partitions === undefined ? {} : { partitions }) });
    const count = partitions === undefined || partitions === 0 ? '' : `, ${partitions} partitions added`;
    output.line(`${object}: ${outcome}${count}`);
  };
  const differs = plan.steps.filter(({ action }) => action === 'differs');
  const exitCode = differs.length === 0 ? EXIT.ok : EXIT.tablesFailed;
  const beside = await Promise.all(
    [...new Set(tables.map(({ database }) => database))].map((name) => planDatabase(name, source, target)),
  );
  const created = new Set(plan.databases.map(({ name }) => name));
  if (options.dryRun === true) {
    for (const name of created) tell(name, 'would be created');
    for (const { database, functions } of beside)
      for (const { name } of functions) tell(`${database}.${name}`, 'function would be created');
    for (const step of plan.steps) tell(objectOf(step), OUTCOMES[step.action].planned);
  } else {
    await backUp(plan, target, options, io, output);
    await createDatabases(plan, writer);
    for (const name of created) tell(name, 'created');
    const to = { writer, roles: new RolesPushed(source, target, writer) };
    for (const plan of beside) {
      const { made, notCarried } = await pushDatabase(plan, to);
      for (const name of made) tell(`${plan.database}.${name}`, 'function created');
      for (const what of notCarried) tell(plan.database, `not carried: ${what}`);
    }
    for await (const { step, partitions, notCarried } of runPush(plan, source, target, to)) {
      tell(objectOf(step), OUTCOMES[step.action].done, partitions);
      for (const what of notCarried) tell(objectOf(step), `not carried: ${what}`);
    }
  }
  for (const step of differs) output.line(reasonOf(step));
  output.document('catalog push', { exitCode, objects });
  return exitCode;
}

const OUTCOMES = {
  create: { planned: 'would be created', done: 'created' },
  complete: { planned: 'partitions would be added', done: 'completed' },
  replace: { planned: 'would be replaced', done: 'replaced' },
  unchanged: { planned: 'unchanged', done: 'unchanged' },
  differs: { planned: 'differs, left as it is', done: 'differs, left as it is' },
} as const;

const objectOf = ({ table }: PushStep): string => `${table.database}.${table.name}`;

async function backUp(plan: PushPlan, target: Metastore, options: Options, io: CliIo, output: Output): Promise<void> {
  const replaced = plan.steps.filter(({ action }) => action === 'replace').map(({ table }) => table);
  if (replaced.length === 0 || options.backup === undefined) return;
  const file = await writeBackup(resolve(io.cwd, options.backup), target, replaced);
  output.line(`${replaced.length} tables that are replaced are kept in ${file}`);
}

function reasonOf(step: PushStep): string {
  const shown = step.differences.slice(0, 3).map(({ object, property }) => `${object} ${property}`);
  const more = step.differences.length > shown.length ? ` and ${step.differences.length - shown.length} more` : '';
  return `${objectOf(step)} has other values for ${shown.join(', ')}${more}; --replace puts the catalog's in their place`;
}
