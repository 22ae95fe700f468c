import type { Service } from './processes.js';

/** The only account of a database server. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** A running PostgreSQL or MariaDB that lets in nobody without a password. */
export interface DatabaseServer extends Service {
  readonly kind: 'postgres' | 'mysql';
  readonly login: Login;
  /** `host:port`. */
  readonly place: string;
  /** PEM file of the certificate it shows, signed by itself. */
  readonly certificate: string;
  create(database: string): Promise<void>;
  /** Runs a script in a database. */
  query(database: string, sql: string): Promise<void>;
  jdbc(database: string): { readonly url: string; readonly driver: string };
}
