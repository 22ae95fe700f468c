import type { EngineColumn, EngineTable } from './engine.js';

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const listOf = (files: readonly string[]): string => `[${files.map(quoteText).join(', ')}]`;

/**
 * The query that reads a table's files, and no file beside them. Partition values come from the names of the directories as text,
 * never guessed ('01' stays '01'), and are cast to their type; DuckDB leaves out files whose partition a filter excludes.
 * `byName` is for files that do not all have the same columns: DuckDB then opens every one of them before the query begins.
 */
export function relationOf(table: EngineTable, byName: boolean): string {
  const { columns, partitionKeys, nullPartition, binaryIsText, files, merge } = table;
  if (files.length === 0) {
    const nothing = [...columns, ...partitionKeys].map(
      ({ name, type }) => `NULL::${type ?? 'INTEGER'} AS ${quoteName(name)}`,
    );
    return `SELECT ${nothing.join(', ')} WHERE false`;
  }
  const types = partitionKeys.map(({ name }) => `${quoteText(name)}: VARCHAR`).join(', ');
  const options = [
    `binary_as_string = ${String(binaryIsText)}`,
    `union_by_name = ${String(byName)}`,
    partitionKeys.length === 0
      ? 'hive_partitioning = false'
      : `hive_partitioning = true, hive_types_autocast = false, hive_types = {${types}}`,
  ];
  const keys = partitionKeys.map(({ name, type }) => {
    const text = `nullif(${quoteName(name)}, ${quoteText(nullPartition)})`;
    return `CAST(${text} AS ${type}) AS ${quoteName(name)}`;
  });
  const read = `read_parquet(${listOf(files)}, ${options.join(', ')})`;
  return `SELECT ${[...columns.map(columnOf), ...keys].join(', ')} FROM ${merge === undefined ? read : merged(read, merge)}`;
}

/** What Paimon's merge engine `deduplicate` leaves: the last row of each key, where it adds (+I, +U) and does not delete. */
function merged(read: string, { keys, order }: NonNullable<EngineTable['merge']>): string {
  const last = order.map((name) => `${quoteName(name)} DESC NULLS LAST`).join(', ');
  const number = `row_number() OVER (PARTITION BY ${keys.map(quoteName).join(', ')} ORDER BY ${last})`;
  return `(SELECT * FROM ${read} QUALIFY ${number} = 1) WHERE "_VALUE_KIND" IN (0, 2)`;
}

/** A cast to the type a column already has costs nothing: DuckDB drops it. */
function columnOf({ name, type }: EngineColumn): string {
  return type === undefined ? quoteName(name) : `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`;
}

/** A query for the number of different sets of columns that the files have. */
export function shapesOf(files: readonly string[]): string {
  return `SELECT count(DISTINCT shape) FROM (
    SELECT file_name, list((name, type, converted_type) ORDER BY name) AS shape
    FROM parquet_schema(${listOf(files)}) GROUP BY file_name)`;
}
