import type { ByteSource } from '../byte-source.js';
import type { FileStorage } from '../row-format.js';
import { readFooter } from './footer.js';
import type { ParquetFooter } from './metadata.js';
import { PROLEPTIC_DEFAULT, writerTimes } from './writer-times.js';

/** The footer of a file of a Hive table, with what its writer's calendar and clock make of its values. Throws as `readFooter`. */
export async function readSourceFooter(bytes: ByteSource, { properties }: FileStorage): Promise<ParquetFooter> {
  const footer = await readFooter(bytes);
  return { ...footer, times: writerTimes(footer, properties[PROLEPTIC_DEFAULT]) };
}
