import { LakeliftError } from '../../errors/error.js';
import { rows } from './query.js';
import type { Reading } from './query.js';

const REQUIRED_TABLES = ['DBS', 'TBLS', 'SDS', 'SERDES', 'COLUMNS_V2', 'PARTITIONS', 'PARTITION_KEYS', 'VERSION'];

/** The schemas whose tables are known here. Source: the schema scripts of Hive 2.3, 3.0, 3.1 and 4.0. */
const KNOWN = /^(2\.3|3\.0|3\.1|4\.0)\./;

/** What `VERSION` says, such as `2.3.0`. */
export function* schemaVersion(): Reading<string | undefined> {
  const [row] = yield* rows<{ version: string }>('SELECT "SCHEMA_VERSION" AS "version" FROM "VERSION"');
  return row?.version;
}

/** 2, 3 or 4. */
export function* schemaMajor(): Reading<number> {
  return Number.parseInt((yield* schemaVersion()) ?? '', 10);
}

/** The condition on `DBS d` for the databases that are Hive's own: from Hive 3 on other catalogs may have some of the same names. */
export function* inDefaultCatalog(): Reading<string> {
  return (yield* schemaMajor()) >= 3 ? `d."CTLG_NAME" = 'hive'` : '1 = 1';
}

/** Throws USAGE when the metastore has a schema that is not known here. */
export function* requireSchema(place: string): Reading<void> {
  const version = yield* schemaVersion();
  if (version !== undefined && KNOWN.test(version)) return;
  const message = `the metastore has schema ${version ?? 'unknown (VERSION is empty)'}; 2.3, 3.0, 3.1 and 4.0 are known`;
  throw new LakeliftError('USAGE', message, { file: place, next: 'read it through its server: thrift://host:9083' });
}

/** Throws USAGE when a table without which there is no metastore is not among `names`. */
export function requireTables(names: ReadonlySet<string>, place: string, next: string): void {
  const missing = REQUIRED_TABLES.filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new LakeliftError('USAGE', `not a Hive Metastore database: no table ${missing.join(', ')}`, {
    file: place,
    next,
  });
}
