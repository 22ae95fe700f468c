import { LakeliftError } from '../errors/error.js';
import { DdlMetastore } from './ddl/metastore.js';
import type { DdlWarehouse } from './ddl/metastore.js';
import type { Metastore } from './model.js';
import { SqlMetastore } from './sql/metastore.js';
import { ServerRows } from './sql/server-rows.js';
import { isServerUrl } from './sql/server-url.js';
import { SqliteRows } from './sqlite/file-reader.js';
import { ThriftMetastore } from './thrift/metastore.js';

export interface MetastoreOptions {
  /** Milliseconds each call may take; 60,000 unless told. */
  timeoutMs?: number;
  /** The user the metastore sees; HADOOP_USER_NAME or the login name unless told. */
  user?: string;
  /** Where the tables of a DDL file lie. */
  warehouse?: DdlWarehouse;
}

/**
 * Opens `thrift://host[:9083][,thrift://…]` (the later ones are failover), `postgres://…`, `mysql://…`, `sqlite:path` or `ddl:path`.
 * Throws USAGE for another URL or database, UNREACHABLE when no server answers, AUTH when it refuses, USAGE or CORRUPT for a bad file.
 */
export async function openMetastore(url: string, options: MetastoreOptions = {}): Promise<Metastore> {
  if (url.startsWith('sqlite:')) return SqlMetastore.open(url, new SqliteRows(url.slice('sqlite:'.length)));
  if (isServerUrl(url)) {
    const rows = await ServerRows.open(url, options);
    return SqlMetastore.open(rows.shown, rows);
  }
  if (url.startsWith('ddl:')) return DdlMetastore.open(url.slice('ddl:'.length), options.warehouse);
  if (url.startsWith('thrift:')) return await ThriftMetastore.open(url, options);
  throw new LakeliftError('USAGE', `not a metastore URL: ${url}`, {
    next: 'use thrift://host:9083, postgres://user@host/database, mysql://user@host/database, sqlite:path/to/metastore.db or ddl:path/to/tables.sql',
  });
}
