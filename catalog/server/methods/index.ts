import type { ServedMethod } from '../served.js';
import { ANNOTATION_READS } from './annotations.js';
import { FUNCTION_METHODS } from './functions.js';
import { HINT_METHODS } from './hints.js';
import { PARTITION_METHODS } from './partitions.js';
import { REFUSED_METHODS } from './refused.js';
import { ROLE_METHODS } from './roles.js';
import { SERVICE_METHODS } from './service.js';
import { TABLE_METHODS } from './tables.js';

/**
 * The methods of Hive 2.3's ThriftHiveMetastore that are answered; any other is UNKNOWN_METHOD. That is also the answer
 * to get_partitions_by_expr, which takes serialized Java objects: Hive's client then asks by filter or by names.
 */
export const METHODS: readonly ServedMethod[] = [
  ...SERVICE_METHODS,
  ...TABLE_METHODS,
  ...PARTITION_METHODS,
  ...FUNCTION_METHODS,
  ...ANNOTATION_READS,
  ...ROLE_METHODS,
  ...HINT_METHODS,
  ...REFUSED_METHODS,
];
