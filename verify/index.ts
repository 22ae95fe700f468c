export type * from './model.js';
export { verifyTable, type VerifyContext } from './table.js';
