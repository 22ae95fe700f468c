import type { StorageDescriptor } from './model.js';

type Named = Pick<StorageDescriptor, 'location' | 'inputFormat' | 'outputFormat' | 'serde' | 'columns'>;

/** A descriptor with nothing but its classes, place and columns: no buckets, no sorting, no parameters. */
export function bareStorage(named: Named): StorageDescriptor {
  return {
    ...named,
    serdeParameters: {},
    bucketColumns: [],
    buckets: 0,
    sortColumns: [],
    compressed: false,
    parameters: {},
    storedAsSubDirectories: false,
  };
}
