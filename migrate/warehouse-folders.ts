import { LakeliftError } from '../errors/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';
import { baseName, deadLink, isHidden } from './scan.js';

const SUFFIX = '.db';

/** A table, `<db>.<table>`, as its folders have it. */
interface Spelling {
  readonly table: string;
  readonly kind: SourceFileStat['kind'];
}

/** The databases and tables of a warehouse by the names of their folders, `<base>/<db>.db/<table>`. */
export class WarehouseFolders {
  readonly #source: SourceStore;
  readonly #base: string;
  /** What is in folders by their path, so that a look at every table lists none of them twice. */
  readonly #listed = new Map<string, readonly SourceFileStat[]>();
  /** Of databases by their names in lower case, so that a look at every table does not go through all of them each time. */
  readonly #spelled = new Map<string, ReadonlyMap<string, readonly Spelling[]>>();

  constructor(source: SourceStore, base: string) {
    this.#source = source;
    this.#base = base.replace(/\/+$/, '');
  }

  /** From here on the folders are listed anew. */
  forget(): void {
    this.#listed.clear();
    this.#spelled.clear();
  }

  async databases(): Promise<string[]> {
    const entries = await this.#entries(this.#base);
    const link = entries.find(({ kind }) => kind === 'link');
    if (link !== undefined) throw deadLink(link.path);
    const names = entries.filter(({ kind }) => kind === 'directory').map(({ path }) => baseName(path));
    return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
  }

  /** A link that cannot be followed may be a table, on a disk that is not mounted: `table` refuses it, and the others go on. */
  async tables(database: string): Promise<string[]> {
    return (await this.#tables(database)).map(({ path }) => baseName(path));
  }

  /** Path of a database. */
  database(name: string): string {
    return this.#base === '' ? `${name}${SUFFIX}` : `${this.#base}/${name}${SUFFIX}`;
  }

  /** Path of a table. Throws REFUSED where others are the same table to Hive, and as `deadLink` for a link that cannot be followed. */
  async table(database: string, name: string): Promise<string> {
    const found = (await this.#spellings(database)).get(name.toLowerCase()) ?? [];
    if (found.length > 1) {
      const names = found.map(({ table }) => table).sort();
      throw new LakeliftError('REFUSED', `${names.join(' and ')} are one table to Hive, which ignores case`, {
        next: 'rename or move all but one of the folders, or exclude the table with --tables',
      });
    }
    const path = `${this.database(database)}/${name}`;
    if (found[0]?.kind === 'link') throw deadLink(path);
    return path;
  }

  async #tables(database: string): Promise<readonly SourceFileStat[]> {
    const entries = await this.#entries(this.database(database));
    return entries.filter(({ kind }) => kind === 'directory' || kind === 'link');
  }

  /** All tables, `<db>.<table>`, of a database in any spelling, by their names in lower case. */
  async #spellings(database: string): Promise<ReadonlyMap<string, readonly Spelling[]>> {
    const lowerDatabase = database.toLowerCase();
    const known = this.#spelled.get(lowerDatabase);
    if (known !== undefined) return known;
    const found = new Map<string, Spelling[]>();
    for (const other of await this.databases()) {
      if (other.toLowerCase() !== lowerDatabase) continue;
      for (const { path, kind } of await this.#tables(other)) {
        const table = baseName(path);
        const lowerName = table.toLowerCase();
        found.set(lowerName, [...(found.get(lowerName) ?? []), { table: `${other}.${table}`, kind }]);
      }
    }
    this.#spelled.set(lowerDatabase, found);
    return found;
  }

  /** Whatever in a folder is not hidden. */
  async #entries(path: string): Promise<readonly SourceFileStat[]> {
    const known = this.#listed.get(path);
    if (known !== undefined) return known;
    const entries: SourceFileStat[] = [];
    for await (const page of this.#source.list(path))
      entries.push(...page.filter((one) => !isHidden(baseName(one.path))));
    this.#listed.set(path, entries);
    return entries;
  }
}
