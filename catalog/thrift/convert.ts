import type { HiveColumn, HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from '../model.js';
import { principalNumber, principalType } from './principal.js';
import type { ThriftDatabase, ThriftFieldSchema, ThriftPartition, ThriftStorage, ThriftTable } from './structs.js';

function column(field: ThriftFieldSchema): HiveColumn {
  return {
    name: field.name ?? '',
    type: field.type ?? '',
    ...(field.comment === undefined ? {} : { comment: field.comment }),
  };
}

/** The partitions of one answer share their columns; they stay shared. */
const converted = new WeakMap<readonly ThriftFieldSchema[], HiveColumn[]>();

function columnsOf(fields: readonly ThriftFieldSchema[]): HiveColumn[] {
  const columns = converted.get(fields) ?? fields.map(column);
  converted.set(fields, columns);
  return columns;
}

/** A descriptor as the model has it; what the server left unset is empty. */
function storage(sd: ThriftStorage = {}): StorageDescriptor {
  return {
    location: sd.location ?? '',
    inputFormat: sd.inputFormat ?? '',
    outputFormat: sd.outputFormat ?? '',
    serde: sd.serdeInfo?.serializationLib ?? '',
    serdeParameters: sd.serdeInfo?.parameters ?? {},
    columns: columnsOf(sd.cols ?? []),
    bucketColumns: sd.bucketCols ?? [],
    buckets: sd.numBuckets ?? 0,
    sortColumns: (sd.sortCols ?? []).map(({ col, order }) => ({ name: col ?? '', descending: order === 0 })),
    compressed: sd.compressed ?? false,
    parameters: sd.parameters ?? {},
    storedAsSubDirectories: sd.storedAsSubDirectories ?? false,
    ...skew(sd.skewedInfo),
  };
}

function skew(info: ThriftStorage['skewedInfo']): Pick<StorageDescriptor, 'skew'> {
  const columns = info?.names ?? [];
  return columns.length === 0 ? {} : { skew: { columns, values: info?.values ?? [] } };
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
    ...kindOfOwner(database.ownerType),
    parameters: database.parameters ?? {},
  };
}

/** What `toTable` read, as the server wants it; absent texts stay unset. */
export function fromTable(table: HiveTable): ThriftTable {
  return {
    tableName: table.name,
    dbName: table.database,
    owner: table.owner,
    createTime: table.createTime,
    sd: fromStorage(table.storage),
    partitionKeys: table.partitionKeys,
    parameters: table.parameters,
    ...(table.viewText === undefined ? {} : { viewOriginalText: table.viewText, viewExpandedText: table.viewText }),
    tableType: table.tableType,
  };
}

export function fromPartition(table: HiveTable, partition: HivePartition): ThriftPartition {
  return {
    values: partition.values,
    dbName: table.database,
    tableName: table.name,
    createTime: partition.createTime,
    sd: fromStorage(partition.storage),
    parameters: partition.parameters,
  };
}

function kindOfOwner(type: number | undefined): Pick<HiveDatabase, 'ownerType'> {
  const kind = principalType(type);
  return kind === 'USER' ? {} : { ownerType: kind };
}

export function fromDatabase({
  name,
  description,
  location,
  owner,
  ownerType,
  parameters,
}: HiveDatabase): ThriftDatabase {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    locationUri: location,
    parameters,
    ...(owner === undefined ? {} : { ownerName: owner, ownerType: principalNumber(ownerType ?? 'USER') }),
  };
}

function fromStorage(storage: StorageDescriptor): ThriftStorage {
  return {
    cols: storage.columns,
    location: storage.location,
    inputFormat: storage.inputFormat,
    outputFormat: storage.outputFormat,
    compressed: storage.compressed,
    numBuckets: storage.buckets,
    serdeInfo: { serializationLib: storage.serde, parameters: storage.serdeParameters },
    bucketCols: storage.bucketColumns,
    sortCols: storage.sortColumns.map(({ name, descending }) => ({ col: name, order: descending ? 0 : 1 })),
    parameters: storage.parameters,
    storedAsSubDirectories: storage.storedAsSubDirectories,
    ...(storage.skew === undefined
      ? {}
      : { skewedInfo: { names: storage.skew.columns, values: storage.skew.values, locations: {} } }),
  };
}
