import { bareStorage } from '../catalog/index.js';
import type { HiveColumn, HiveTable, StorageDescriptor } from '../catalog/index.js';
import { AVRO_ANY_CASE } from '../formats/index.js';
import type { FormatName } from '../formats/index.js';
import { storageClasses } from './source-format.js';

/** Storage of files as `STORED AS` makes it, with columns that were named by the files. */
export function plainStorage(format: FormatName, location: string, columns: HiveColumn[]): StorageDescriptor {
  const storage = bareStorage({ location, ...storageClasses(format), columns });
  return format === 'avro' ? { ...storage, serdeParameters: { [AVRO_ANY_CASE]: 'true' } } : storage;
}

/** A plain external table, for sources that have no metastore. */
export function plainTable(
  database: string,
  name: string,
  storage: StorageDescriptor,
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
    storage,
  };
}
