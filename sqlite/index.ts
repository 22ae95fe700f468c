import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

/**
 * better-sqlite3 in the version that is sound on the Node it runs on. From 13 on it is built on Node-API 10, which Node 20 lacks; up to 12 it
 * uses `node::ObjectWrap`, whose destructor ends the process on Node 24.19 and later when a statement is garbage-collected.
 */
const name = Number(process.versions['napi']) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20';

export const Database = createRequire(import.meta.url)(name) as typeof BetterSqlite3;
/** An open SQLite database. */
export type Database = BetterSqlite3.Database;
