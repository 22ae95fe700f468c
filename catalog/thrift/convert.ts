import type { HiveColumn, HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from '../model.js';
import type { ThriftDatabase, ThriftFieldSchema, ThriftPartition, ThriftStorage, ThriftTable } from './structs.js';

function column(field: ThriftFieldSchema): HiveColumn {
  return {
    name: field.name ?? '',
    type: field.type ?? '',
    ...(field.comment === undefined ? {} : { comment: field.comment }),
  };
}

/** A descriptor as the model has it; what the server left unset is empty. */
function storage(sd: ThriftStorage = {}): StorageDescriptor {
  return {
    location: sd.location ?? '',
    inputFormat: sd.inputFormat ?? '',
    outputFormat: sd.outputFormat ?? '',
    serde: sd.serdeInfo?.serializationLib ?? '',
    serdeParameters: sd.serdeInfo?.parameters ?? {},
    columns: (sd.cols ?? []).map(column),
    bucketColumns: sd.bucketCols ?? [],
    buckets: sd.numBuckets ?? 0,
    sortColumns: (sd.sortCols ?? []).map(({ col, order }) => ({ name: col ?? '', descending: order === 0 })),
    compressed: sd.compressed ?? false,
    parameters: sd.parameters ?? {},
    storedAsSubDirectories: sd.storedAsSubDirectories ?? false,
  };
}

export function toTable(table: ThriftTable): HiveTable {
  // Servers send '' for tables and the query for views.
  const viewText = [table.viewExpandedText, table.viewOriginalText].find((sql) => sql !== undefined && sql !== '');
  return {
    database: table.dbName ?? '',
    name: table.tableName ?? '',
    owner: table.owner ?? '',
    tableType: table.tableType ?? '',
    createTime: table.createTime ?? 0,
    parameters: table.parameters ?? {},
    partitionKeys: (table.partitionKeys ?? []).map(column),
    storage: storage(table.sd),
    ...(viewText === undefined ? {} : { viewText }),
  };
}

export function toPartition(partition: ThriftPartition): HivePartition {
  return {
    values: partition.values ?? [],
    createTime: partition.createTime ?? 0,
    parameters: partition.parameters ?? {},
    storage: storage(partition.sd),
  };
}

export function toDatabase(database: ThriftDatabase): HiveDatabase {
  return {
    name: database.name ?? '',
    ...(database.description === undefined ? {} : { description: database.description }),
    location: database.locationUri ?? '',
    ...(database.ownerName === undefined ? {} : { owner: database.ownerName }),
    parameters: database.parameters ?? {},
  };
}
