/** The bench room: measures a table before and after. */
export { compareQueries } from './queries.js';
export type { QueryComparison, QuerySide } from './queries.js';
