export * from './error.js';
export { tooManyOpenFiles } from './open-files.js';
