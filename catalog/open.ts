import { LakeliftError } from '../errors/error.js';
import type { Metastore } from './model.js';
import { SqliteMetastore } from './sqlite/metastore.js';
import { ThriftMetastore } from './thrift/metastore.js';

export interface MetastoreOptions {
  /** Milliseconds each call may take; 60,000 unless told. */
  timeoutMs?: number;
  /** The user the metastore sees; HADOOP_USER_NAME or the login name unless told. */
  user?: string;
}

/**
 * Opens `thrift://host[:9083][,thrift://…]` (the later ones are failover) or `sqlite:path`.
 * Throws USAGE for another URL, UNREACHABLE when no server answers, USAGE or CORRUPT for a bad file.
 */
export async function openMetastore(url: string, options: MetastoreOptions = {}): Promise<Metastore> {
  if (url.startsWith('sqlite:')) return new SqliteMetastore(url.slice('sqlite:'.length));
  if (url.startsWith('thrift:')) return await ThriftMetastore.open(url, options);
  throw new LakeliftError('USAGE', `not a metastore URL: ${url}`, {
    next: 'use thrift://host:9083 or sqlite:path/to/metastore.db',
  });
}
