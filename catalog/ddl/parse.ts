import { readAlterTable } from './alter-table.js';
import { readTable } from './create-table.js';
import { readEntries } from './literals.js';
import { TokenReader } from './reader.js';
import { tableKey } from './script.js';
import type { DdlScript } from './script.js';
import type { DdlSource, Token } from './tokens.js';
import { readView } from './view.js';

/**
 * Reads DDL as SHOW CREATE TABLE of Hive and Spark prints it, one statement after the other; a `;` between them may be missing before
 * CREATE, ALTER and USE. Throws CORRUPT with file, line and column where a statement is not understood.
 */
export function parseDdl(source: DdlSource): DdlScript {
  const parser = new DdlParser(new TokenReader(source));
  return parser.script();
}

class DdlParser {
  readonly #reader: TokenReader;
  readonly #script: DdlScript = { databases: new Map(), tables: new Map() };
  #database = 'default';

  constructor(reader: TokenReader) {
    this.#reader = reader;
  }

  script(): DdlScript {
    const reader = this.#reader;
    while (reader.peek().kind !== 'end') {
      if (reader.accept(';')) continue;
      this.#statement();
      if (!reader.atStatementEnd()) throw reader.expected('; or the end of the statement');
    }
    return this.#script;
  }

  #statement(): void {
    const reader = this.#reader;
    if (reader.accept('USE')) this.#database = reader.name();
    else if (reader.accept('CREATE')) this.#create();
    else if (reader.accept('ALTER TABLE')) readAlterTable(reader, this.#script, this.#tableName());
    else if (reader.accept('ALTER DATABASE') || reader.accept('ALTER SCHEMA')) this.#setDatabase();
    else throw reader.expected('CREATE TABLE, CREATE VIEW, CREATE DATABASE, ALTER TABLE, ALTER DATABASE or USE');
  }

  #create(): void {
    const reader = this.#reader;
    const start = reader.peek();
    reader.accept('OR REPLACE');
    const kind = ['EXTERNAL', 'TRANSACTIONAL', 'MANAGED'].find((word) => reader.accept(word));
    if (reader.accept('DATABASE') || reader.accept('SCHEMA')) this.#createDatabase();
    else if (reader.accept('TABLE')) this.#createTable(kind, start);
    else if (reader.accept('MATERIALIZED VIEW')) this.#createView('MATERIALIZED_VIEW', start);
    else if (reader.accept('VIEW')) this.#createView('VIRTUAL_VIEW', start);
    else throw reader.expected('TABLE, EXTERNAL TABLE, VIEW, MATERIALIZED VIEW or DATABASE');
  }

  #createDatabase(): void {
    const reader = this.#reader;
    reader.accept('IF NOT EXISTS');
    const name = reader.name();
    const database = { name, location: '', parameters: {} as Record<string, string> };
    let description: string | undefined;
    while (!reader.atStatementEnd()) {
      if (reader.accept('COMMENT')) description = reader.string();
      else if (reader.accept('LOCATION')) database.location = reader.string();
      else if (reader.accept('MANAGEDLOCATION')) reader.string();
      else if (reader.accept('WITH DBPROPERTIES')) database.parameters = readEntries(reader);
      else throw reader.expected('; or one of COMMENT, LOCATION, MANAGEDLOCATION, WITH DBPROPERTIES');
    }
    this.#script.databases.set(name, { ...database, ...(description === undefined ? {} : { description }) });
  }

  #setDatabase(): void {
    const reader = this.#reader;
    const start = reader.peek();
    const name = reader.name();
    const database = this.#script.databases.get(name);
    if (database === undefined) throw reader.fail(`no database ${name} is created above`, start);
    reader.expect('SET');
    if (reader.accept('OWNER')) {
      const kind = (['ROLE', 'GROUP'] as const).find((word) => reader.accept(word));
      if (kind === undefined) reader.accept('USER');
      delete database.ownerType;
      Object.assign(database, { owner: reader.exactName() }, kind === undefined ? {} : { ownerType: kind });
    } else if (reader.accept('DBPROPERTIES')) Object.assign(database.parameters, readEntries(reader));
    else if (reader.accept('LOCATION')) database.location = reader.string();
    else throw reader.expected('OWNER, DBPROPERTIES or LOCATION');
  }

  #createTable(kind: string | undefined, start: Token): void {
    const lenient = this.#reader.accept('IF NOT EXISTS');
    const named = this.#tableName();
    const table = readTable(this.#reader, { ...named, external: kind === 'EXTERNAL' }, start);
    if (kind === 'TRANSACTIONAL') table.parameters['transactional'] = 'true';
    if (this.#isNew(named, lenient, start)) {
      this.#script.tables.set(tableKey(named.database, named.name), { table, partitions: [] });
    }
  }

  #createView(tableType: string, start: Token): void {
    const lenient = this.#reader.accept('IF NOT EXISTS');
    const named = this.#tableName();
    const table = readView(this.#reader, named, tableType);
    if (this.#isNew(named, lenient, start)) {
      this.#script.tables.set(tableKey(named.database, named.name), { table, partitions: [] });
    }
  }

  /** Enters the database when no statement made it. A table made twice contradicts itself, unless it says IF NOT EXISTS. */
  #isNew({ database, name }: { database: string; name: string }, lenient: boolean, start: Token): boolean {
    if (!this.#script.databases.has(database)) {
      this.#script.databases.set(database, { name: database, location: '', parameters: {} });
    }
    if (!this.#script.tables.has(tableKey(database, name))) return true;
    if (!lenient) throw this.#reader.fail(`${database}.${name} is created twice`, start);
    return false;
  }

  /**
   * `table`, `database.table` or `catalog.database.table`; Hive 2 and 3 put database and table into one pair of backticks. Names are in
   * lower case, as Hive keeps them.
   */
  #tableName(): { database: string; name: string } {
    const reader = this.#reader;
    const start = reader.peek();
    const parts = reader.name().split('.');
    while (reader.accept('.')) parts.push(reader.name());
    const [name, database = this.#database] = parts.reverse();
    if (parts.length > 3 || parts.includes('')) throw reader.fail('not the name of a table', start);
    return { database, name: name! };
  }
}
