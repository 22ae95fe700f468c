import type { FileStorage, RowFormat } from '../row-format.js';
import { readAvroHeader } from './container.js';
import type { AvroHeader } from './container.js';
import { avroWriter } from './convert.js';
import { decodeAvro } from './decode.js';
import { fitAvro } from './fit.js';
import type { AvroTable } from './fit.js';
import { parseAvroSchema } from './schema.js';

/** The table's own schema, as JSON. Source: org.apache.hadoop.hive.serde2.avro.AvroSerdeUtils.AvroTableProperties. */
export const AVRO_LITERAL = 'avro.schema.literal';
/** Where it lies. */
export const AVRO_URL = 'avro.schema.url';
/** `true`: the names of columns are the files' in lower case, as where a table is made from its files. Not one of Hive's. */
export const AVRO_ANY_CASE = 'lakelift.avro.any.case';

/** Avro container files as rows. A file does not tell its number of rows but in its blocks. */
export const avroRows: RowFormat = {
  async check({ bytes, columns, storage }) {
    const header = await readAvroHeader(bytes);
    fitAvro(parseAvroSchema(header.schema), tableOf(storage, columns), avroWriter(header.metadata));
    return undefined;
  },
  async *read({ bytes, columns, storage }) {
    const header: AvroHeader = await readAvroHeader(bytes);
    yield* decodeAvro(bytes, header, tableOf(storage, columns));
  },
};

function tableOf({ properties }: FileStorage, columns: AvroTable['columns']): AvroTable {
  const literal = properties[AVRO_LITERAL];
  const anyCase = properties[AVRO_ANY_CASE] === 'true';
  return { columns, anyCase, ...(literal === undefined ? {} : { declared: parseAvroSchema(literal) }) };
}
