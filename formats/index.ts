export * from './types.js';
export { sameType, typeName } from './type-name.js';
export { decodeFooter, encodeFooter, readFooter } from './parquet/footer.js';
export { memorySource, storeByteSource } from './parquet/source.js';
export type { ByteSource, ColumnChunk, ParquetFooter, RowGroup, SchemaNode } from './parquet/metadata.js';
