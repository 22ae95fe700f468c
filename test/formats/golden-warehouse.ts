import { pathToFileURL } from 'node:url';
import { openMetastore } from '../../catalog/index.js';
import { openSource } from '../../stores/index.js';
import { lakeRows, migrateFolder } from '../migrate/warehouse.js';
import type { Warehouse } from '../migrate/warehouse.js';
import { asText } from './spark-text.js';

/** Migrates the tables that a script of DDL describes, which lie below `folder.source`. */
export async function migrateDescribed(
  folder: Warehouse,
  script: string,
  targetFileSize?: number,
): ReturnType<typeof migrateFolder> {
  const url = pathToFileURL(folder.source).href;
  const warehouse = { source: await openSource(url), url };
  const sized = targetFileSize === undefined ? {} : { targetFileSize };
  return migrateFolder(folder, { metastore: await openMetastore(`ddl:${script}`, { warehouse }), ...sized });
}

/** The rows of a migrated table, each as JSON in the form of dump.py, sorted. */
export async function sortedRows(folder: Warehouse, table: string): Promise<string[]> {
  const { columns, rows } = await lakeRows(folder, table);
  return rows.map((row) => JSON.stringify(row.map((value, i) => asText(value, columns[i]!.type)))).sort();
}
