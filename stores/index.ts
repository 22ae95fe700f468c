export * from './store.js';
export * from './options.js';
export { Crc32c } from './crc32c.js';
export { HdfsChecksumHasher } from './hdfs-checksum.js';
export { resolveLocation, sourceBasePath } from './location.js';
export { sharedRate } from './limit.js';
export type { SharedRate } from './limit.js';
export { openSource, openTarget } from './open.js';
export { readAll } from './read-all.js';
