import type { Annotations } from './annotations.js';
import type { DatabaseAnnotations, PartitionAnnotations, PartitionAnnotationsPage, Roles } from './beside.js';

/** A column as the metastore holds it; `type` is the raw Hive type string, e.g. `map<string,decimal(10,2)>`. */
export interface HiveColumn {
  name: string;
  type: string;
  comment?: string;
}

/** A column by which the files of each bucket are sorted. */
export interface SortColumn {
  name: string;
  descending: boolean;
}

/** SKEWED BY: values that are frequent. They shape directories only with `storedAsSubDirectories`. */
export interface Skew {
  columns: string[];
  /** A value for each of the columns. */
  values: string[][];
}

/** Where and how the files of a table or partition are stored. Texts the metastore lacks (views) are ''. */
export interface StorageDescriptor {
  /** Location URI, unresolved. */
  location: string;
  inputFormat: string;
  outputFormat: string;
  serde: string;
  serdeParameters: Record<string, string>;
  columns: HiveColumn[];
  bucketColumns: string[];
  /** Bucket count; 0 or -1 when not bucketed. */
  buckets: number;
  sortColumns: SortColumn[];
  compressed: boolean;
  parameters: Record<string, string>;
  storedAsSubDirectories: boolean;
  /** Absent when nothing is skewed. */
  skew?: Skew;
}

export interface HiveTable {
  database: string;
  name: string;
  owner: string;
  /** MANAGED_TABLE, EXTERNAL_TABLE, VIRTUAL_VIEW, MATERIALIZED_VIEW. */
  tableType: string;
  /** Seconds since the epoch. */
  createTime: number;
  parameters: Record<string, string>;
  partitionKeys: HiveColumn[];
  storage: StorageDescriptor;
  /** The view's query, only for views. */
  viewText?: string;
}

export interface HivePartition {
  /** Raw metastore texts in the order of the partition keys; `__HIVE_DEFAULT_PARTITION__` stands for NULL. */
  values: string[];
  /** Seconds since the epoch. */
  createTime: number;
  parameters: Record<string, string>;
  storage: StorageDescriptor;
}

export interface HiveDatabase {
  name: string;
  description?: string;
  location: string;
  owner?: string;
  /** What kind of principal the owner is; absent for a user. */
  ownerType?: 'ROLE' | 'GROUP';
  parameters: Record<string, string>;
}

/** Read access to a Hive Metastore; every implementation reports unknown names as TABLE_UNKNOWN. */
export interface Metastore {
  /** The URL it was opened with. */
  readonly url: string;
  /** What it says of its version, for people; absent where there is none to ask. */
  version?(): Promise<string>;
  databases(): Promise<string[]>;
  getDatabase(name: string): Promise<HiveDatabase>;
  tables(database: string): Promise<string[]>;
  getTable(database: string, name: string): Promise<HiveTable>;
  /** All partitions in pages of at most 1,000; an unpartitioned table yields nothing. */
  partitions(table: HiveTable): AsyncIterable<HivePartition[]>;
  /** Column statistics, constraints and grants of a table. */
  annotations(table: HiveTable): Promise<Annotations>;
  /** Functions of a database and grants on it. */
  databaseAnnotations(database: string): Promise<DatabaseAnnotations>;
  roles(): Promise<Roles>;
  /** Column statistics and grants of a table's partitions, in pages like theirs. */
  partitionAnnotations(table: HiveTable): AsyncIterable<PartitionAnnotationsPage>;
  close(): Promise<void>;
}

/** One migrated table as it goes into the catalog. */
export interface CatalogEntry {
  /** The table as the source metastore has it. */
  table: HiveTable;
  /** Recorded as rows only with `metastore.partitioned-table=true`; otherwise Paimon finds partitions by itself. */
  partitions: HivePartition[];
  /** The Paimon table's folder, e.g. `s3://bucket/lake/db.db/t`. */
  lakeLocation: string;
  /** All columns including partition keys, in the Paimon schema's order, with Hive type strings. */
  paimonColumns: HiveColumn[];
  /** What the source keeps beside the table. */
  annotations?: Annotations;
  /** The same of `partitions`. */
  partitionAnnotations?: PartitionAnnotations[];
  /** Further table parameters; they win over the source's. */
  extraParameters?: Record<string, string>;
}

/** Partitions in one page of a listing, and in one `get_partitions_by_names` call. */
export const PARTITION_PAGE = 1000;
