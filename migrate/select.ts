import picomatch from 'picomatch';
import type { Metastore } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';

export interface TableName {
  readonly database: string;
  readonly table: string;
}

/** Whatever has databases of tables: a metastore, or a lake. */
export type TableNames = Pick<Metastore, 'databases' | 'tables'>;

/**
 * The tables that globs such as `sales.*` name, sorted; a pattern with a leading `!` takes tables away again. Names are matched in lower
 * case, as Hive keeps them; folders may have several of one name. Throws TABLE_UNKNOWN for a name without wildcards that does not exist, USAGE for a list that only excludes.
 */
export async function selectTables(metastore: TableNames, patterns: readonly string[]): Promise<TableName[]> {
  const lower = patterns.map((pattern) => pattern.trim().toLowerCase()).filter((pattern) => pattern !== '');
  const wanted = lower.filter((pattern) => !pattern.startsWith('!'));
  const excluded = lower.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  if (wanted.length === 0) {
    throw new LakeliftError('USAGE', 'no table is selected', { next: "name tables, for example --tables 'sales.*'" });
  }
  const included = picomatch(wanted);
  const taken = excluded.length === 0 ? () => false : picomatch(excluded);
  const found: { readonly name: string; readonly table: TableName }[] = [];
  for (const database of await databasesFor(metastore, wanted)) {
    for (const table of await metastore.tables(database)) {
      const name = `${database}.${table}`.toLowerCase();
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
  return selected.map(({ table }) => table);
}

/** The same for a command to which a list that matches nothing is a mistake, unless it is of all tables: throws TABLE_UNKNOWN then, too. */
export async function selectSomeTables(metastore: TableNames, patterns: readonly string[]): Promise<TableName[]> {
  const names = await selectTables(metastore, patterns);
  if (names.length > 0 || patterns.every((pattern) => /^[*.]+$/.test(pattern))) return names;
  throw new LakeliftError('TABLE_UNKNOWN', `no table matches ${patterns.join(',')}`, {
    next: 'check --tables; a name is <database>.<table>',
  });
}

const isLiteral = (pattern: string): boolean => !/[*?[\]{}()|!+@]/.test(pattern);

/** Only the databases a pattern can match are listed: metastores may hold thousands. */
async function databasesFor(metastore: TableNames, patterns: readonly string[]): Promise<string[]> {
  const all = await metastore.databases();
  return all.filter((database) =>
    patterns.some((pattern) => {
      const [head = '', ...rest] = pattern.split('.');
      return rest.length === 0 || /[{(]/.test(pattern) || picomatch.isMatch(database.toLowerCase(), head);
    }),
  );
}
