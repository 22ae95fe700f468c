import { i64, list, struct, text, textMap } from '../../thrift/codec.js';
import { HiveException } from '../failure.js';
import { META, NO_SUCH_FIRST, served } from '../served.js';
import type { ServedMethod } from '../served.js';

const nothing = list(struct({}));
const oneList = struct({ found: { id: 1, codec: nothing } });
const noStatistics = (): never => {
  throw new HiveException('NoSuchObject', 'no statistics are kept for this column');
};

/** What engines use when it is there and do without when it is not: statistics of partitions, roles. */
export const HINT_METHODS: readonly ServedMethod[] = [
  served(
    'get_partitions_statistics_req',
    struct({}),
    struct({ byPartition: { id: 1, codec: textMap } }),
    NO_SUCH_FIRST,
    () => ({ byPartition: {} }),
  ),
  served(
    'get_aggr_stats_for',
    struct({}),
    struct({ found: { id: 1, codec: nothing }, partitions: { id: 2, codec: i64 } }),
    NO_SUCH_FIRST,
    () => ({ found: [], partitions: 0 }),
  ),
  served('get_partition_column_statistics', struct({}), struct({}), NO_SUCH_FIRST, noStatistics),
  served('get_role_names', struct({}), list(text), META, (db) =>
    db.prepare<[], string>('SELECT ROLE_NAME FROM ROLES ORDER BY ROLE_NAME').pluck().all(),
  ),
  served('list_roles', struct({}), nothing, META, () => []),
  ...['get_principals_in_role', 'get_role_grants_for_principal'].map((name) =>
    served(name, struct({}), oneList, META, () => ({ found: [] })),
  ),
  served(
    'get_privilege_set',
    struct({}),
    struct({ user: { id: 1, codec: textMap }, group: { id: 2, codec: textMap }, role: { id: 3, codec: textMap } }),
    META,
    () => ({ user: {}, group: {}, role: {} }),
  ),
];
