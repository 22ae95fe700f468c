/** The sync room: keeps Paimon tables following their Hive sources, a snapshot a round. */
export { follow } from './follow.js';
export { Metrics, serveMetrics } from './metrics.js';
export type { Round, SyncContext, SyncOptions, TableRound } from './model.js';
export { syncOnce } from './round.js';
