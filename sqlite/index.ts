import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

/**
 * better-sqlite3 in the version that is sound on the Node it runs on. From 13 on it is built on Node-API 10, which Node 20 lacks; up to 12 it
 * uses `node::ObjectWrap`, whose destructor ends the process on Node 24.19 and later when a statement is garbage-collected.
 */
const name = Number(process.versions['napi']) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20';
const Connection = createRequire(import.meta.url)(name) as typeof BetterSqlite3;

export { outOfFiles } from './open-files.js';

type Prepared<Parameters extends unknown[] | object, Row> = ReturnType<
  typeof BetterSqlite3.prototype.prepare<Parameters, Row>
>;

/**
 * An open SQLite database that compiles each text once and keeps the statement: version 13 lets go of statements late. One text is therefore
 * one statement, with one mode (`pluck`), and not to be iterated while it is being iterated.
 */
export class Database extends Connection {
  readonly #statements = new Map<string, unknown>();

  override prepare<Parameters extends unknown[] | object = unknown[], Row = unknown>(
    text: string,
  ): Prepared<Parameters, Row> {
    const statement = this.#statements.get(text) ?? super.prepare<Parameters, Row>(text);
    this.#statements.set(text, statement);
    return statement as Prepared<Parameters, Row>;
  }
}
