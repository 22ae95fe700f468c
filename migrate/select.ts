import picomatch from 'picomatch';
import type { Metastore } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';

export interface TableName {
  readonly database: string;
  readonly table: string;
}

/** Whatever has databases of tables: a metastore, or a lake. */
export type TableNames = Pick<Metastore, 'databases' | 'tables'>;

/** What patterns select of a source. */
export interface Selection {
  readonly tables: readonly TableName[];
  /** Patterns with wildcards that match no table, those that exclude with their `!`. */
  readonly unmatched: readonly string[];
}

/**
 * The tables that globs such as `sales.*` name, sorted; a pattern with a leading `!` takes tables away again. Names are matched in lower
 * case, as Hive keeps them; folders may have several of one name. Throws TABLE_UNKNOWN for a name without wildcards that does not exist, USAGE for a list that only excludes.
 */
export async function selectTables(metastore: TableNames, patterns: readonly string[]): Promise<TableName[]> {
  return (await match(metastore, patterns)).tables;
}

/**
 * The same where tables are about to be migrated. Throws TABLE_UNKNOWN, too, for an exclusion whose table or database, named without
 * wildcards, does not exist: what was to be left out would be taken.
 */
export async function selectSource(metastore: TableNames, patterns: readonly string[]): Promise<Selection> {
  const { tables, databases, listed, names, wanted, excluded } = await match(metastore, patterns);
  for (const pattern of excluded) {
    const [database = ''] = pattern.split('.');
    const isUnknown = isLiteral(database) && !databases.has(database);
    if (!isUnknown && (!isLiteral(pattern) || !listed.has(database) || names.includes(pattern))) continue;
    const missing = isUnknown ? `database ${database}` : `table ${pattern}`;
    throw new LakeliftError('TABLE_UNKNOWN', `!${pattern} excludes nothing: there is no ${missing}`, {
      next: 'check the name in --tables; it is <database>.<table>',
    });
  }
  const isUnmatched = (pattern: string): boolean =>
    !isLiteral(pattern) && !names.some((name) => picomatch.isMatch(name, pattern));
  const exclusions = excluded.filter(isUnmatched).map((pattern) => `!${pattern}`);
  return { tables, unmatched: [...wanted.filter(isUnmatched), ...exclusions] };
}

/** The same as `selectTables` for a command to which a list that matches nothing is a mistake. */
export async function selectSomeTables(metastore: TableNames, patterns: readonly string[]): Promise<TableName[]> {
  const tables = await selectTables(metastore, patterns);
  requireSome(tables, patterns);
  return tables;
}

/** Throws TABLE_UNKNOWN when nothing was selected, unless the list is of all tables. */
export function requireSome(tables: readonly TableName[], patterns: readonly string[]): void {
  if (tables.length > 0 || patterns.every((pattern) => /^[*.]+$/.test(pattern))) return;
  throw new LakeliftError('TABLE_UNKNOWN', `no table matches ${patterns.join(',')}`, {
    next: 'check --tables; a name is <database>.<table>',
  });
}

interface Match {
  readonly tables: TableName[];
  /** In lower case, as all that follow. */
  readonly databases: ReadonlySet<string>;
  /** The databases that were looked into. */
  readonly listed: ReadonlySet<string>;
  /** Of all tables in them. */
  readonly names: readonly string[];
  readonly wanted: readonly string[];
  readonly excluded: readonly string[];
}

async function match(metastore: TableNames, patterns: readonly string[]): Promise<Match> {
  const lower = patterns.map((pattern) => pattern.trim().toLowerCase()).filter((pattern) => pattern !== '');
  const wanted = lower.filter((pattern) => !pattern.startsWith('!'));
  const excluded = lower.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  if (wanted.length === 0) {
    throw new LakeliftError('USAGE', 'no table is selected', { next: "name tables, for example --tables 'sales.*'" });
  }
  const included = picomatch(wanted);
  const taken = excluded.length === 0 ? () => false : picomatch(excluded);
  const all = await metastore.databases();
  const listed = databasesFor(all, wanted);
  const names: string[] = [];
  const found: { readonly name: string; readonly table: TableName }[] = [];
  for (const database of listed) {
    for (const table of await metastore.tables(database)) {
      const name = `${database}.${table}`.toLowerCase();
      names.push(name);
      if (included(name)) found.push({ name, table: { database, table } });
    }
  }
  for (const literal of wanted.filter(isLiteral)) {
    if (!found.some(({ name }) => name === literal)) {
      throw new LakeliftError('TABLE_UNKNOWN', `there is no table ${literal}`, {
        table: literal,
        next: 'check the name in --tables; it is <database>.<table>',
      });
    }
  }
  const selected = found.filter(({ name }) => !taken(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    tables: selected.map(({ table }) => table),
    databases: new Set(all.map((name) => name.toLowerCase())),
    listed: new Set(listed.map((name) => name.toLowerCase())),
    names,
    wanted,
    excluded,
  };
}

const isLiteral = (pattern: string): boolean => !/[*?[\]{}()|!+@]/.test(pattern);

/** Only the databases a pattern can match are listed: metastores may hold thousands. */
function databasesFor(all: readonly string[], patterns: readonly string[]): string[] {
  return all.filter((database) =>
    patterns.some((pattern) => {
      const [head = '', ...rest] = pattern.split('.');
      return rest.length === 0 || /[{(]/.test(pattern) || picomatch.isMatch(database.toLowerCase(), head);
    }),
  );
}
