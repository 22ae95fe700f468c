import { i64, list, struct, textMap } from '../../thrift/codec.js';
import { META, NO_SUCH_FIRST, served } from '../served.js';
import type { ServedMethod } from '../served.js';

/** What engines use when it is there and do without when it is not: statistics put together from partitions, privileges of a user. */
export const HINT_METHODS: readonly ServedMethod[] = [
  served(
    'get_aggr_stats_for',
    struct({}),
    struct({ found: { id: 1, codec: list(struct({})) }, partitions: { id: 2, codec: i64 } }),
    NO_SUCH_FIRST,
    () => ({ found: [], partitions: 0 }),
  ),
  served(
    'get_privilege_set',
    struct({}),
    struct({ user: { id: 1, codec: textMap }, group: { id: 2, codec: textMap }, role: { id: 3, codec: textMap } }),
    META,
    () => ({ user: {}, group: {}, role: {} }),
  ),
];
