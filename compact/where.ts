import { LakeliftError } from '../errors/index.js';
import { compareScalars } from '../formats/index.js';
import type { Scalar } from '../formats/index.js';
import { parsePartitionValue } from '../lake/index.js';
import type { TableSchema } from '../lake/index.js';

/**
 * Whether a partition is meant by `key=value` texts, all of which must hold; `__HIVE_DEFAULT_PARTITION__` means null. Values are those of
 * Hive, `2024-01-31` for a day. Throws USAGE for a key the table is not partitioned by, or a text that is no value of its type.
 */
export function partitionFilter(
  schema: TableSchema,
  where: readonly string[],
  table: string,
): (values: readonly Scalar[]) => boolean {
  const wanted = where.map((text) => {
    const cut = text.indexOf('=');
    const [key, raw] = [text.slice(0, cut).trim(), text.slice(cut + 1).trim()];
    const index = schema.partitionKeys.indexOf(key);
    if (cut < 1 || index < 0) {
      throw new LakeliftError('USAGE', `the table is not partitioned by ${cut < 1 ? text : key}`, {
        table,
        next: `its keys are: ${schema.partitionKeys.join(', ') || '(none)'}; write --where 'key=value'`,
      });
    }
    return { index, value: valueOf(schema, key, raw, table) };
  });
  return (values) => wanted.every(({ index, value }) => isSame(values[index] ?? null, value));
}

function valueOf(schema: TableSchema, key: string, raw: string, table: string): Scalar {
  const { type } = schema.fields.find(({ name }) => name === key)!;
  try {
    return parsePartitionValue(raw, type);
  } catch (cause) {
    throw new LakeliftError('USAGE', `'${raw}' is no ${type.kind}, which ${key} is`, { table, column: key, cause });
  }
}

function isSame(a: Scalar, b: Scalar): boolean {
  return a === null || b === null ? a === b : compareScalars(a, b) === 0;
}
