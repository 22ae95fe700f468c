import { journaled } from './journal-error.js';
import type { TablePlan } from './plan-types.js';

/** PLANNED: files are being written. COPIED: all files durable. COMMITTED: the snapshot exists. DONE: the catalog has the table. */
export type TableState = 'PLANNED' | 'COPIED' | 'COMMITTED' | 'DONE';

export interface JournaledTable {
  readonly id: string;
  readonly sourceId: string;
  readonly database: string;
  readonly table: string;
  readonly target: string;
  readonly state: TableState;
  readonly snapshotId?: number;
}

export interface JournaledOutput {
  readonly name: string;
  /** Store path in the target. */
  readonly path: string;
  readonly state: 'WRITING' | 'COPIED';
  readonly length?: number;
  readonly crc32c?: string;
  readonly rows?: number;
  /** As `encodeStatistics` writes it. */
  readonly statistics?: string;
  /** 'verified' when the source's own file checksum was recomputed from the bytes copied and was equal; else 'none'. */
  readonly sourceChecksum?: 'verified' | 'none';
  /** Of primary-key tables, as `encodeKeyed` writes it. */
  readonly keyed?: string;
}

/** When an output was written and by which worker thread; milliseconds since the epoch. */
export interface JournaledTiming {
  readonly worker: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A change of a table's source on its way into the lake. */
export interface JournaledRound {
  /** With the table's id as the user, the name of the commit. */
  readonly identifier: bigint;
  /** The lake's newest snapshot before. */
  readonly since: number;
  readonly plan: TablePlan;
}

/** The last change of a table that was published, kept until the next one: another writer may put its snapshot over this one's. */
export interface JournaledPublication {
  readonly identifier: bigint;
  readonly snapshotId: number;
  /** Names of outputs. */
  readonly added: readonly string[];
  /** Store paths of files that were taken away. */
  readonly removed: readonly string[];
}

/** The tables of a journal; opening an older one adds what it lacks. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS tables (
  id TEXT PRIMARY KEY, source_id TEXT NOT NULL, database TEXT NOT NULL, name TEXT NOT NULL, target TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('PLANNED', 'COPIED', 'COMMITTED', 'DONE')),
  snapshot_id INTEGER, plan TEXT NOT NULL,
  UNIQUE (target, database, name));
CREATE TABLE IF NOT EXISTS outputs (
  table_id TEXT NOT NULL REFERENCES tables (id) ON DELETE CASCADE, name TEXT NOT NULL, path TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('WRITING', 'COPIED')),
  length INTEGER, crc32c TEXT, rows INTEGER, statistics TEXT, source_checksum TEXT,
  PRIMARY KEY (table_id, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keyed (
  table_id TEXT NOT NULL REFERENCES tables (id) ON DELETE CASCADE, name TEXT NOT NULL, facts TEXT NOT NULL,
  PRIMARY KEY (table_id, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS timings (
  table_id TEXT NOT NULL REFERENCES tables (id) ON DELETE CASCADE, name TEXT NOT NULL,
  worker INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,
  PRIMARY KEY (table_id, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reports (target TEXT PRIMARY KEY, made_at TEXT NOT NULL, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS uploads (
  target TEXT NOT NULL, path TEXT NOT NULL, upload_id TEXT NOT NULL, PRIMARY KEY (target, path, upload_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rounds (
  table_id TEXT NOT NULL REFERENCES tables (id) ON DELETE CASCADE, identifier TEXT NOT NULL, since INTEGER NOT NULL,
  plan TEXT NOT NULL, PRIMARY KEY (table_id, identifier));
CREATE TABLE IF NOT EXISTS publications (
  table_id TEXT PRIMARY KEY REFERENCES tables (id) ON DELETE CASCADE, identifier TEXT NOT NULL, snapshot_id INTEGER NOT NULL,
  added TEXT NOT NULL, removed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS unpublished (
  target TEXT NOT NULL, path TEXT NOT NULL, database TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (target, path)) WITHOUT ROWID;
`;

export interface TableRow {
  id: string;
  source_id: string;
  database: string;
  name: string;
  target: string;
  state: TableState;
  snapshot_id: number | null;
}

export interface OutputRow {
  name: string;
  path: string;
  state: 'WRITING' | 'COPIED';
  length: number | null;
  crc32c: string | null;
  rows: number | null;
  statistics: string | null;
  source_checksum: 'verified' | 'none' | null;
  keyed: string | null;
}

export interface PublicationRow {
  identifier: string;
  snapshot_id: number;
  added: string;
  removed: string;
}

/** A row of `tables`. */
export function tableOf(row: TableRow): JournaledTable {
  return {
    id: row.id,
    sourceId: row.source_id,
    database: row.database,
    table: row.name,
    target: row.target,
    state: row.state,
    ...(row.snapshot_id === null ? {} : { snapshotId: row.snapshot_id }),
  };
}

/** A row of `outputs`. */
export function outputOf(row: OutputRow): JournaledOutput {
  return {
    name: row.name,
    path: row.path,
    state: row.state,
    ...(row.length === null ? {} : { length: row.length }),
    ...(row.crc32c === null ? {} : { crc32c: row.crc32c }),
    ...(row.rows === null ? {} : { rows: row.rows }),
    ...(row.statistics === null ? {} : { statistics: row.statistics }),
    ...(row.source_checksum === null ? {} : { sourceChecksum: row.source_checksum }),
    ...(row.keyed === null ? {} : { keyed: row.keyed }),
  };
}

/** A row of `publications`. */
export function publicationOf(row: PublicationRow): JournaledPublication {
  return {
    identifier: BigInt(row.identifier),
    snapshotId: row.snapshot_id,
    added: journaled<string[]>(row.added),
    removed: journaled<string[]>(row.removed),
  };
}
