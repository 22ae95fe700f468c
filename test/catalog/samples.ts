import type { CatalogEntry, HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from '../../catalog/index.js';

export const database: HiveDatabase = {
  name: 'sales',
  description: 'shop data',
  location: 'hdfs://nn:8020/user/hive/warehouse/sales.db',
  owner: 'etl',
  parameters: { team: 'shop' },
};

export function parquetStorage(location: string, columns: StorageDescriptor['columns']): StorageDescriptor {
  return {
    location,
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serde: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    serdeParameters: { 'serialization.format': '1' },
    columns,
    bucketColumns: [],
    buckets: -1,
    sortColumns: [],
    compressed: false,
    parameters: {},
    storedAsSubDirectories: false,
  };
}

const columns = [
  { name: 'id', type: 'bigint', comment: 'the id' },
  { name: 'amount', type: 'decimal(10,2)' },
  { name: 'tags', type: 'map<string,array<int>>' },
];

export const table: HiveTable = {
  database: 'sales',
  name: 'orders',
  owner: 'root',
  tableType: 'MANAGED_TABLE',
  createTime: 1_795_480_019,
  parameters: { comment: 'all orders', owner_team: 'x', numRows: '3', 'spark.sql.sources.provider': 'parquet' },
  partitionKeys: [{ name: 'dt', type: 'string', comment: 'the day' }],
  storage: parquetStorage(`${database.location}/orders`, columns),
};

export function partition(day: string): HivePartition {
  return {
    values: [day],
    createTime: 1_795_480_034,
    parameters: { note: `of ${day}`, totalSize: '969' },
    storage: parquetStorage(`${table.storage.location}/dt=${day}`, columns),
  };
}

/** The entry of `table`, with partition rows when `partitions` are given. */
export function entryOf(partitions: HivePartition[] = []): CatalogEntry {
  return {
    table,
    partitions,
    lakeLocation: 's3://lake/wh/sales.db/orders',
    paimonColumns: [
      { name: 'id', type: 'bigint' },
      { name: 'amount', type: 'decimal(10,2)' },
      { name: 'tags', type: 'map<string,array<int>>' },
      { name: 'dt', type: 'string' },
    ],
    ...(partitions.length > 0 ? { extraParameters: { 'metastore.partitioned-table': 'true' } } : {}),
  };
}
