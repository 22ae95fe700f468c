import { LakeliftError } from '../../errors/index.js';
import type { EngineColumn, EngineTable } from './engine.js';

/** What SQL calls the formats of files. */
export const STORED_AS = { parquet: 'PARQUET', orc: 'ORC', avro: 'AVRO' } as const;

/** REFUSED: an engine that is given tables over files is not given this one. */
export function notGiven(engine: string, { database, table }: EngineTable, why: string): LakeliftError {
  return new LakeliftError('REFUSED', `${engine} is not given the table: ${why}`, { table: `${database}.${table}` });
}

/** The address of the folder that a table lies in. Throws REFUSED for a table that is not simply the rows of the files of a folder. */
export function folderOf(engine: string, table: EngineTable, files: string): string {
  if (table.merge !== undefined)
    throw notGiven(engine, table, 'it has a primary key, so its rows are not simply those of its files');
  const [first] = table.files;
  if (first === undefined) throw notGiven(engine, table, 'it has no files');
  return `${files}${first
    .split('/')
    .slice(0, -1 - table.partitionKeys.length)
    .join('/')}`;
}

/** What an engine calls a column's type, by its own `names`; a nested column has no type here, and Hive no time with a zone. */
export function typeIn(names: Readonly<Record<string, string>>, { type }: EngineColumn): string | undefined {
  if (type === undefined || type === 'TIMESTAMP WITH TIME ZONE') return undefined;
  return names[type] ?? type;
}
