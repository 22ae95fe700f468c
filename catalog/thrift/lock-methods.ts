import { i32, i64, list, nothing, struct, text } from './codec.js';
import { method } from './methods.js';

// Of Hive's hive_metastore.thrift, the same in Hive 1.2 to 4.0; only what a lock of one table needs.

/** LockType.EXCLUSIVE and LockLevel.TABLE. */
export const [EXCLUSIVE, TABLE] = [3, 2];
/** LockState. */
export const [ACQUIRED, WAITING] = [1, 2];

const component = struct({
  type: { id: 1, codec: i32 },
  level: { id: 2, codec: i32 },
  dbName: { id: 3, codec: text },
  tableName: { id: 4, codec: text },
});
const response = struct({ lockId: { id: 1, codec: i64 }, state: { id: 2, codec: i32 } });
const ofLock = { id: 1, codec: struct({ lockId: { id: 1, codec: i64 } }) };

export const LOCK_METHODS = {
  lock: method(
    'lock',
    struct({
      request: {
        id: 1,
        codec: struct({
          components: { id: 1, codec: list(component) },
          user: { id: 3, codec: text },
          host: { id: 4, codec: text },
        }),
      },
    }),
    response,
    { 1: 'NoSuchTxn', 2: 'TxnAborted' },
  ),
  checkLock: method('check_lock', struct({ request: ofLock }), response, {
    1: 'NoSuchTxn',
    2: 'TxnAborted',
    3: 'NoSuchLock',
  }),
  heartbeat: method('heartbeat', struct({ request: ofLock }), nothing, {
    1: 'NoSuchLock',
    2: 'NoSuchTxn',
    3: 'TxnAborted',
  }),
  unlock: method('unlock', struct({ request: ofLock }), nothing, { 1: 'NoSuchLock', 2: 'TxnOpen' }),
} as const;
