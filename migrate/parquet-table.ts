import type { HiveColumn, HiveTable, StorageDescriptor } from '../catalog/index.js';

/** Storage of Parquet files as `STORED AS PARQUET` makes it. */
export function parquetStorage(location: string, columns: HiveColumn[]): StorageDescriptor {
  return {
    location,
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serde: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    serdeParameters: {},
    columns,
    bucketColumns: [],
    buckets: 0,
    sortColumns: [],
    compressed: false,
    parameters: {},
    storedAsSubDirectories: false,
  };
}

/** A plain external Parquet table, for sources that have no metastore. */
export function parquetTable(
  database: string,
  name: string,
  location: string,
  columns: HiveColumn[],
  partitionKeys: HiveColumn[],
): HiveTable {
  return {
    database,
    name,
    owner: '',
    tableType: 'EXTERNAL_TABLE',
    createTime: 0,
    parameters: {},
    partitionKeys,
    storage: parquetStorage(location, columns),
  };
}
