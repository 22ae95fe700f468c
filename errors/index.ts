export * from './error.js';
export { isOfOneTable } from './one-table.js';
export { tooManyOpenFiles } from './open-files.js';
