export * from './store.js';
export { Crc32c } from './crc32c.js';
export { readAll } from './read-all.js';
export { openSource, openTarget, sourceBasePath } from './open.js';
