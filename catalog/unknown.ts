import { LakeliftError } from '../errors/error.js';

/** TABLE_UNKNOWN for a database. */
export function unknownDatabase(name: string, cause?: unknown): LakeliftError {
  return new LakeliftError('TABLE_UNKNOWN', `the metastore has no database ${name}`, {
    table: name,
    next: 'check the name in --tables; SHOW DATABASES in Hive lists them',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** TABLE_UNKNOWN for a table. */
export function unknownTable(database: string, name: string, cause?: unknown): LakeliftError {
  return new LakeliftError('TABLE_UNKNOWN', `the metastore has no table ${database}.${name}`, {
    table: `${database}.${name}`,
    next: `check the name in --tables; SHOW TABLES IN ${database} in Hive lists them`,
    ...(cause === undefined ? {} : { cause }),
  });
}
