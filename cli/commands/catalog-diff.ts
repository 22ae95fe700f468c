import { compareBesideDatabase, compareDatabases, compareRoles, compareTables } from '../../catalog/index.js';
import type { Difference, Metastore } from '../../catalog/index.js';
import { EXIT, LakeliftError } from '../../errors/index.js';
import { selectTables } from '../../migrate/index.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { catalogUrl, metastoreAt } from '../session.js';

/** Compares what two metastores say of the same tables. */
export const catalogDiffCommand: CommandSpec = {
  name: 'catalog diff',
  description: 'Compare databases, tables and partitions of two metastores property by property. Changes nothing.',
  flags: ['metastore', 'catalog', 'with', 'tables', 'user', 'json'],
  required: [],
  examples: [
    [
      'catalog diff --metastore thrift://hms:9083 --catalog out/catalog.db',
      'does the catalog of migrated tables still say what the source says?',
    ],
    ["catalog diff --metastore thrift://old:9083 --with thrift://new:9083 --tables 'sales.*' --json", 'two metastores'],
    ['catalog diff --catalog out/catalog.db --with sqlite:before.db', 'what changed in the catalog of migrated tables'],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const [one, other] = sidesOf(options, io);
    const first = await metastoreAt(one, options);
    try {
      const second = await metastoreAt(other, options);
      try {
        return await report({ first, second }, options.tables, output);
      } finally {
        await second.close();
      }
    } finally {
      await first.close();
    }
  },
};

/** The URLs of the two metastores, in the order of their flags. Throws USAGE when it is another number. */
function sidesOf({ metastore, catalog, with: other }: Options, io: CliIo): readonly [string, string] {
  const ofCatalog = catalog === undefined ? undefined : catalogUrl(catalog, io);
  // `metastore` is required by most commands, but not by this one.
  const [one, two, ...more] = [metastore as string | undefined, ofCatalog, other].filter((url) => url !== undefined);
  if (one !== undefined && two !== undefined && more.length === 0) return [one, two];
  throw new LakeliftError('USAGE', 'give two of --metastore, --catalog and --with', { next: 'see --help' });
}

interface Sides {
  readonly first: Metastore;
  readonly second: Metastore;
}

async function report(sides: Sides, patterns: readonly string[], output: Output): Promise<number> {
  const { first, second } = await tablesOf(sides, patterns);
  const found: Difference[] = [];
  let compared = 0;
  for await (const difference of allDifferences(sides, first, second, () => (compared += 1))) {
    found.push(difference);
    output.line(describe(difference));
  }
  const exitCode = found.length === 0 ? EXIT.ok : EXIT.differences;
  output.line(`${compared} tables in both, ${found.length} differences`);
  output.document('catalog diff', { exitCode, compared, differences: found });
  return exitCode;
}

async function* allDifferences(
  { first, second }: Sides,
  inFirst: ReadonlySet<string>,
  inSecond: ReadonlySet<string>,
  onTable: () => void,
): AsyncGenerator<Difference> {
  yield* await compareRoles(first, second);
  const databases = new Set<string>();
  for (const object of [...new Set([...inFirst, ...inSecond])].sort()) {
    if (!inSecond.has(object)) yield { object, property: 'table', first: 'present' };
    else if (!inFirst.has(object)) yield { object, property: 'table', second: 'present' };
    else {
      const [database, name] = object.split('.') as [string, string];
      if (!databases.has(database)) {
        yield* compareDatabases(await first.getDatabase(database), await second.getDatabase(database));
        yield* await compareBesideDatabase(first, second, database);
      }
      databases.add(database);
      onTable();
      yield* compareTables(
        { metastore: first, table: await first.getTable(database, name) },
        { metastore: second, table: await second.getTable(database, name) },
      );
    }
  }
}

/** The tables of each side as `database.table`. A name that one side lacks is a difference; one that both lack is TABLE_UNKNOWN. */
async function tablesOf(
  sides: Sides,
  patterns: readonly string[],
): Promise<{ readonly first: Set<string>; readonly second: Set<string> }> {
  const excluded = patterns.filter((pattern) => pattern.trim().startsWith('!'));
  const wanted = patterns.filter((pattern) => !excluded.includes(pattern));
  const found = { first: new Set<string>(), second: new Set<string>() };
  for (const pattern of wanted) {
    const first = await selected(sides.first, [pattern, ...excluded]);
    const second = await selected(sides.second, [pattern, ...excluded]);
    if (first instanceof LakeliftError && second instanceof LakeliftError) throw first;
    for (const name of first instanceof LakeliftError ? [] : first) found.first.add(name);
    for (const name of second instanceof LakeliftError ? [] : second) found.second.add(name);
  }
  return found;
}

async function selected(metastore: Metastore, patterns: readonly string[]): Promise<string[] | LakeliftError> {
  try {
    const names = await selectTables(metastore, patterns);
    return names.map(({ database, table }) => `${database}.${table}`.toLowerCase());
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'TABLE_UNKNOWN') return error;
    throw error;
  }
}

function describe({ object, property, first, second }: Difference): string {
  const side = (value: string | undefined): string => (value === undefined ? '(none)' : JSON.stringify(value));
  return `${object}: ${property}: ${side(first)} -> ${side(second)}`;
}
