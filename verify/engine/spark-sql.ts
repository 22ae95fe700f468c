import type { DataType, Field, Scalar } from '../../formats/index.js';
import { showValue } from '../samples/show.js';

/** A name as Spark SQL takes it whatever is in it. */
export const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** Both sides write times alike: Hive's timestamps are instants to Spark, Paimon's have no zone. */
const JSON_TIMES =
  "map('timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS', 'timestampNTZFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS')";

/** A column's values as text, the same for equal values on either side. CHAR is without its padding, which only one side adds. */
export function textOf({ name, type }: Field): string {
  const column = quoted(name);
  switch (type.kind) {
    case 'BYTES':
      return `hex(${column})`;
    case 'CHAR':
      return `rtrim(${column})`;
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return `CASE WHEN ${column} IS NOT NULL THEN to_json(struct(${column} AS v), ${JSON_TIMES}) END`;
    default:
      return `CAST(${column} AS STRING)`;
  }
}

/** A sum over the hashes of a column's values: the same for the same values in any order. */
export const checksumOf = (field: Field): string => `sum(CAST(xxhash64(${textOf(field)}) AS DECIMAL(20, 0)))`;

/** A value as a constant that Spark can push down to files; undefined for types that filters do not compare. */
export function literalOf(value: Scalar | undefined, type: DataType): string | undefined {
  if (value === undefined || value === null) return undefined;
  const shown = (name: string): string => `CAST('${showValue(value, type)}' AS ${name})`;
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DATE':
      return shown(type.kind);
    case 'DECIMAL':
      return shown(`DECIMAL(${type.precision}, ${type.scale})`);
    case 'TIMESTAMP':
      return shown('TIMESTAMP');
    case 'TIMESTAMP_LTZ':
      return shown('TIMESTAMP');
    case 'STRING':
    case 'VARCHAR':
      // By its bytes: whatever is in it, nothing has to be escaped.
      return `CAST(X'${Buffer.from(value as Uint8Array).toString('hex')}' AS STRING)`;
    default:
      return undefined;
  }
}
