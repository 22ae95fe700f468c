import type { Sqlite } from './file.js';

const MODEL = 'org.apache.hadoop.hive.metastore.model.';

/** Each kind of row the catalog writes: its key in SEQUENCE_TABLE and the column whose ids it hands out. */
const KINDS = {
  database: { sequence: `${MODEL}MDatabase`, table: 'DBS', column: 'DB_ID' },
  table: { sequence: `${MODEL}MTable`, table: 'TBLS', column: 'TBL_ID' },
  storage: { sequence: `${MODEL}MStorageDescriptor`, table: 'SDS', column: 'SD_ID' },
  serde: { sequence: `${MODEL}MSerDeInfo`, table: 'SERDES', column: 'SERDE_ID' },
  columns: { sequence: `${MODEL}MColumnDescriptor`, table: 'CDS', column: 'CD_ID' },
  statistics: { sequence: `${MODEL}MTableColumnStatistics`, table: 'TAB_COL_STATS', column: 'CS_ID' },
  tableGrant: { sequence: `${MODEL}MTablePrivilege`, table: 'TBL_PRIVS', column: 'TBL_GRANT_ID' },
  columnGrant: { sequence: `${MODEL}MTableColumnPrivilege`, table: 'TBL_COL_PRIVS', column: 'TBL_COLUMN_GRANT_ID' },
  databaseGrant: { sequence: `${MODEL}MDBPrivilege`, table: 'DB_PRIVS', column: 'DB_GRANT_ID' },
  partitionGrant: { sequence: `${MODEL}MPartitionPrivilege`, table: 'PART_PRIVS', column: 'PART_GRANT_ID' },
  partitionColumnGrant: {
    ...{ sequence: `${MODEL}MPartitionColumnPrivilege`, table: 'PART_COL_PRIVS', column: 'PART_COLUMN_GRANT_ID' },
  },
  partitionStatistics: { sequence: `${MODEL}MPartitionColumnStatistics`, table: 'PART_COL_STATS', column: 'CS_ID' },
  function: { sequence: `${MODEL}MFunction`, table: 'FUNCS', column: 'FUNC_ID' },
  role: { sequence: `${MODEL}MRole`, table: 'ROLES', column: 'ROLE_ID' },
  member: { sequence: `${MODEL}MRoleMap`, table: 'ROLE_MAP', column: 'ROLE_GRANT_ID' },
  partition: { sequence: `${MODEL}MPartition`, table: 'PARTITIONS', column: 'PART_ID' },
} as const;

export type RowKind = keyof typeof KINDS;

/** Hands out row ids inside one transaction; `save` leaves SEQUENCE_TABLE above them so that a Metastore goes on there. */
export class Sequences {
  readonly #db: Sqlite;
  readonly #next = new Map<RowKind, number>();

  constructor(db: Sqlite) {
    this.#db = db;
  }

  next(kind: RowKind): number {
    const id = this.#next.get(kind) ?? this.#first(kind);
    this.#next.set(kind, id + 1);
    return id;
  }

  save(): void {
    const upsert = this.#db.prepare(
      `INSERT INTO SEQUENCE_TABLE (SEQUENCE_NAME, NEXT_VAL) VALUES (?, ?)
       ON CONFLICT (SEQUENCE_NAME) DO UPDATE SET NEXT_VAL = excluded.NEXT_VAL`,
    );
    for (const [kind, next] of this.#next) upsert.run(KINDS[kind].sequence, next);
  }

  /** Above both the sequence and every id in use: a file filled by another tool may lack its sequence rows. */
  #first(kind: RowKind): number {
    const { sequence, table, column } = KINDS[kind];
    const sql = `SELECT max(coalesce((SELECT max(${column}) FROM ${table}), 0) + 1,
      coalesce((SELECT NEXT_VAL FROM SEQUENCE_TABLE WHERE SEQUENCE_NAME = ?), 1))`;
    return this.#db.prepare<[string], number>(sql).pluck().get(sequence) ?? 1;
  }
}
