import type { Sqlite } from '../sqlite/file.js';
import { readNow } from '../sqlite/read-now.js';
import { pairsOf, partitionKeysOf } from '../sql/owned-rows.js';
import { readStoredStorage } from '../sql/storage-rows.js';
import type { StoredStorage } from '../sql/storage-rows.js';
import type { ThriftDatabase, ThriftStorage, ThriftTable } from '../thrift/structs.js';
import { HiveException } from './failure.js';

/** Names as the Metastore compares them (HiveStringUtils.normalizeIdentifier). */
export const normalized = (name: string): string => name.trim().toLowerCase();

/** SQL's NULL is an unset field. */
const orUnset = <T>(value: T | null): T | undefined => value ?? undefined;

const OWNER_TYPES: Readonly<Record<string, number>> = { USER: 1, ROLE: 2, GROUP: 3 };

/** The database. Throws NoSuchObjectException. */
export function storedDatabase(db: Sqlite, name: string): ThriftDatabase {
  const row = db
    .prepare<[string], Record<'name' | 'note' | 'location' | 'owner' | 'ownerType', string | null> & { id: number }>(
      `SELECT DB_ID AS id, NAME AS name, "DESC" AS note, DB_LOCATION_URI AS location, OWNER_NAME AS owner,
        OWNER_TYPE AS ownerType FROM DBS WHERE NAME = ?`,
    )
    .get(normalized(name));
  if (row === undefined) throw new HiveException('NoSuchObject', name);
  return {
    name: orUnset(row.name),
    description: orUnset(row.note),
    locationUri: orUnset(row.location),
    parameters: readNow(db, pairsOf('DATABASE_PARAMS', 'DB_ID', [row.id]))(row.id),
    ownerName: orUnset(row.owner),
    ownerType: OWNER_TYPES[row.ownerType ?? ''],
  };
}

interface TableRow {
  id: number;
  name: string;
  database: string;
  owner: string | null;
  createTime: number;
  lastAccessTime: number;
  retention: number;
  storageId: number | null;
  originalText: string | null;
  expandedText: string | null;
  tableType: string | null;
  rewriteEnabled: number;
}

/** A table with its TBL_ID. */
export interface StoredTable {
  readonly id: number;
  readonly table: ThriftTable;
}

export const keyNames = ({ table }: StoredTable): string[] => (table.partitionKeys ?? []).map(({ name }) => name ?? '');

/** The table, or undefined. */
export function storedTable(db: Sqlite, database: string, name: string): StoredTable | undefined {
  const row = db
    .prepare<[string, string], TableRow>(
      `SELECT TBL_ID AS id, TBL_NAME AS name, NAME AS database, OWNER AS owner, CREATE_TIME AS createTime,
        LAST_ACCESS_TIME AS lastAccessTime, RETENTION AS retention, SD_ID AS storageId,
        VIEW_ORIGINAL_TEXT AS originalText, VIEW_EXPANDED_TEXT AS expandedText, TBL_TYPE AS tableType,
        IS_REWRITE_ENABLED AS rewriteEnabled
       FROM TBLS t JOIN DBS d ON d.DB_ID = t.DB_ID WHERE d.NAME = ? AND t.TBL_NAME = ?`,
    )
    .get(normalized(database), normalized(name));
  if (row === undefined) return undefined;
  const parameters = readNow(db, pairsOf('TABLE_PARAMS', 'TBL_ID', [row.id]))(row.id);
  const table: ThriftTable = {
    tableName: row.name,
    dbName: row.database,
    owner: orUnset(row.owner),
    createTime: row.createTime,
    lastAccessTime: row.lastAccessTime,
    retention: row.retention,
    sd: row.storageId === null ? undefined : storageReader(db, [row.storageId])(row.storageId),
    partitionKeys: readNow(db, partitionKeysOf(row.id)),
    parameters,
    viewOriginalText: orUnset(row.originalText),
    viewExpandedText: orUnset(row.expandedText),
    tableType: row.tableType ?? typeOf(parameters, row.originalText),
    rewriteEnabled: row.rewriteEnabled !== 0,
  };
  return { id: row.id, table };
}

/** The table. Throws NoSuchObjectException. */
export function requireTable(db: Sqlite, database: string, name: string): StoredTable {
  const found = storedTable(db, database, name);
  if (found !== undefined) return found;
  throw new HiveException('NoSuchObject', `${database}.${name} table not found`);
}

/** What ObjectStore.convertToTable says of a table without TBL_TYPE. */
function typeOf(parameters: Readonly<Record<string, string>>, viewText: string | null): string {
  if (viewText !== null) return 'VIRTUAL_VIEW';
  return parameters.EXTERNAL?.toUpperCase() === 'TRUE' ? 'EXTERNAL_TABLE' : 'MANAGED_TABLE';
}

/** A reader of descriptors by SD_ID in one pass over each table. */
export function storageReader(db: Sqlite, ids: readonly number[]): (id: number) => ThriftStorage | undefined {
  const stored = readNow(db, readStoredStorage(ids));
  return (id) => {
    const found = stored.get(id);
    return found === undefined ? undefined : thriftStorage(found);
  };
}

function thriftStorage(stored: StoredStorage): ThriftStorage {
  return {
    cols: stored.columns,
    location: orUnset(stored.location),
    inputFormat: orUnset(stored.inputFormat),
    outputFormat: orUnset(stored.outputFormat),
    compressed: stored.compressed !== 0,
    numBuckets: stored.buckets,
    serdeInfo: {
      name: orUnset(stored.serdeName),
      serializationLib: orUnset(stored.serde),
      parameters: stored.serdeParameters,
    },
    bucketCols: stored.bucketColumns,
    sortCols: stored.sortColumns.map(({ name, order }) => ({ col: name, order })),
    parameters: stored.parameters,
    skewedInfo: { names: stored.skew?.columns ?? [], values: stored.skew?.values ?? [], locations: {} },
    storedAsSubDirectories: stored.subDirectories !== 0,
  };
}
