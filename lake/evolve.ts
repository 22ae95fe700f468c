import { LakeliftError } from '../errors/error.js';
import { sameType, typeName, type Field } from '../formats/index.js';
import type { TargetStore } from '../stores/index.js';
import { nestedFieldCount } from './data-type.js';
import { conflict } from './next-snapshot.js';
import { schemaPath } from './paths.js';
import { putSchema } from './put-schema.js';
import { castOf } from './scan/cast.js';
import { columnOptions, type TableField, type TableSchema } from './schema.js';

/** Data columns, without the partition keys, as somebody wants a table to have them after it had others. */
export interface ColumnChange {
  readonly before: readonly Field[];
  readonly now: readonly Field[];
  /** Milliseconds since the epoch. */
  readonly timeMillis: number;
}

/**
 * The schema after `latest`, or `latest` itself when it has the columns already. Columns that came in get new field ids, those of a wider
 * type keep theirs, and ids of columns that are gone are not given again, so that files keep the schema they were written under
 * (org.apache.paimon.schema.SchemaManager). Columns that others have added stay. Throws REFUSED naming the column for a type
 * that values of the one before are none of, COMMIT_CONFLICT for a column that others have changed.
 */
export function evolvedSchema(latest: TableSchema, { before, now, timeMillis }: ColumnChange): TableSchema {
  const known = new Map(latest.fields.map((field) => [field.name, field]));
  const earlier = new Map(before.map((field) => [field.name, field]));
  let next = latest.highestFieldId + 1;
  const columns = now.map((field): TableField => {
    const [there, old] = [known.get(field.name), earlier.get(field.name)];
    if (there !== undefined && sameType(there.type, field.type)) return there;
    if (there === undefined && old === undefined) {
      const id = next;
      next += 1 + nestedFieldCount(field.type);
      return { id, ...field };
    }
    if (there === undefined || old === undefined || !sameType(there.type, old.type))
      throw changedByOthers(field, there);
    requireWider(old, field);
    return { ...there, type: field.type };
  });
  const ours = new Set([...now, ...before].map(({ name }) => name));
  const isKey = ({ name }: TableField): boolean => latest.partitionKeys.includes(name);
  const others = latest.fields.filter((field) => !ours.has(field.name) && !isKey(field));
  const fields = [...columns, ...others, ...latest.fields.filter(isKey)];
  if (fields.length === latest.fields.length && fields.every((field, index) => field === latest.fields[index])) {
    return latest;
  }
  const options = { ...latest.options, ...columnOptions(columns) };
  return { ...latest, id: latest.id + 1, fields, highestFieldId: next - 1, options, timeMillis };
}

function requireWider({ name, type }: Field, now: Field): void {
  try {
    castOf(type, now.type);
  } catch (error) {
    throw error instanceof LakeliftError
      ? new LakeliftError('REFUSED', error.message, { column: name, next: ANEW })
      : error;
  }
}

const ANEW = 'migrate the table anew, to another target or after dropping it from the lake, with a new --state';

function changedByOthers({ name, type }: Field, there: TableField | undefined): LakeliftError {
  const found = there === undefined ? 'there is none any more' : `it is ${typeName(there.type)}`;
  const message = `others have changed the column in the lake: ${found}, and ${typeName(type)} in the source`;
  return new LakeliftError('COMMIT_CONFLICT', message, { column: name, next: ANEW });
}

/** Makes a schema the latest one of its table; again is harmless. Throws COMMIT_CONFLICT when another writer has made one of that id. */
export async function addSchema(store: TargetStore, path: string, schema: TableSchema): Promise<void> {
  if ((await putSchema(store, path, schema)) !== 'other') return;
  throw conflict('others have changed the schema meanwhile', schemaPath(path, schema.id));
}
