import type { Query } from './query.js';

/** What two kinds of database servers have in common: connections whose transactions only read, all of one state of the database. */
export interface Driver {
  /** Takes a connection, makes one when none is idle, and begins a transaction on it. */
  begin(): Promise<ServerTransaction>;
  /** What an error of this server or its library means. */
  meaning(error: unknown): Meaning;
  close(): Promise<void>;
}

export interface ServerTransaction {
  query(query: Query): Promise<readonly unknown[]>;
  /** Gives the connection back, or throws it away when it may be broken. */
  end(broken: boolean): Promise<void>;
}

/** `statement`: the server did not take the SQL; `unreachable`: it gave no answer. */
export type Meaning = 'login' | 'no database' | 'not allowed' | 'statement' | 'unreachable';

/** How a driver is opened. */
export interface DriverOptions {
  /** Milliseconds to connect, and for each query. */
  readonly timeoutMs: number;
}

/** Connections at a time: a listing holds one while something else is looked up. */
export const CONNECTIONS = 8;
