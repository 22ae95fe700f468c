import { readAll, type TargetStore } from '../stores/index.js';
import { schemaPath } from './paths.js';
import { decodeSchema, encodeSchema, type TableSchema } from './schema.js';

/**
 * Writes a schema where its table has none of that id. 'same': it is there already, from an earlier try whose reply was lost, or that died;
 * 'other': one of another writer is.
 */
export async function putSchema(
  store: TargetStore,
  path: string,
  schema: TableSchema,
): Promise<'created' | 'same' | 'other'> {
  const file = schemaPath(path, schema.id);
  const data = encodeSchema(schema);
  if ((await store.createIfAbsent(file, data)) === 'created') return 'created';
  const found = encodeSchema(decodeSchema(await readAll(store, file), file));
  return Buffer.compare(found, data) === 0 ? 'same' : 'other';
}
