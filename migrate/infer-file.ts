import { LakeliftError, placed } from '../errors/index.js';
import type { Field, DescribedFormat } from '../formats/index.js';
import {
  avroColumns,
  detectFormat,
  orcColumns,
  parseAvroSchema,
  readAvroHeader,
  readFooter,
  readOrcTail,
  storeByteSource,
} from '../formats/index.js';
import type { ByteSource } from '../formats/index.js';
import { sourceFile } from '../stores/index.js';
import type { SourceFileStat, SourceStore } from '../stores/index.js';
import { fileColumns } from './parquet-schema.js';

/** The columns a file names, as Hive would declare them, by format. */
const COLUMNS: Readonly<Record<DescribedFormat, (bytes: ByteSource) => Promise<Field[]>>> = {
  parquet: async (bytes) => fileColumns((await readFooter(bytes)).schema),
  orc: async (bytes) => orcColumns((await readOrcTail(bytes)).schema),
  avro: async (bytes) => avroColumns(parseAvroSchema((await readAvroHeader(bytes)).schema)),
};

/** The format of a file by its first bytes. Throws REFUSED, naming the file, for one that does not say what it is. */
export async function inferFormat(source: SourceStore, { path, length }: SourceFileStat): Promise<DescribedFormat> {
  const format = await detectFormat(storeByteSource(source, path, length));
  if (format !== undefined) return format;
  throw new LakeliftError('REFUSED', 'the file does not say of what format it is', {
    file: sourceFile(path),
    next: 'name a metastore that describes the table, or exclude the table',
  });
}

/** The columns of one file; its format is that of its directory. Throws REFUSED and CORRUPT, naming the file. */
export async function inferColumns(
  source: SourceStore,
  file: SourceFileStat,
  format: DescribedFormat,
): Promise<Field[]> {
  try {
    return await COLUMNS[format](storeByteSource(source, file.path, file.length));
  } catch (error) {
    throw placed(error, { file: sourceFile(file.path) });
  }
}
