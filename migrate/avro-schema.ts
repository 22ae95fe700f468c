import { LakeliftError } from '../errors/index.js';
import { AVRO_LITERAL, AVRO_URL } from '../formats/index.js';
import type { FileStorage } from '../formats/index.js';
import { readAll, resolveLocation } from '../stores/index.js';
import type { SourceStore } from '../stores/index.js';

/** What Hive writes for "none". Source: org.apache.hadoop.hive.serde2.avro.AvroSerdeUtils.SCHEMA_NONE. */
const NONE = 'none';

/**
 * Puts the schema in place that `avro.schema.url` names, so that the plan holds it and every reader has the same; a literal wins over a
 * URL, as in Hive. Throws REFUSED for one that is not on the source's file system, NOT_FOUND when it is not there.
 */
export async function withAvroSchema(
  storage: FileStorage,
  source: Pick<SourceStore, 'read'>,
  sourceUrl: string,
): Promise<FileStorage> {
  const { [AVRO_LITERAL]: literal = NONE, [AVRO_URL]: url = NONE, ...properties } = storage.properties;
  if (literal !== NONE) return { ...storage, properties: { ...properties, [AVRO_LITERAL]: literal } };
  if (url === NONE) return { ...storage, properties };
  try {
    const schema = await readAll(source, resolveLocation(sourceUrl, url));
    return { ...storage, properties: { ...properties, [AVRO_LITERAL]: new TextDecoder().decode(schema) } };
  } catch (error) {
    if (!(error instanceof LakeliftError) || error.code !== 'NOT_FOUND') throw error;
    throw new LakeliftError('REFUSED', `the file of ${AVRO_URL} is not there`, {
      file: url,
      next: 'name the right file in Hive (ALTER TABLE … SET TBLPROPERTIES), or exclude the table',
      cause: error,
    });
  }
}
