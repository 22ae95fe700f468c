import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { openMetastore } from '../../../catalog/index.js';
import type { Metastore } from '../../../catalog/index.js';
import { openSource } from '../../../stores/index.js';
import { formatValues, GOLDEN } from './tables.js';

/** Tables `kept.NAME` over files of the matrix, of the columns with which these are copied. */
export const KEPT_TABLES = { hive: 'orc_hive_none', hive_zlib: 'orc_hive_zlib', spark: 'orc_spark_lz4' } as const;
/** Columns of the matrix that keep a file from being copied: with NaN, padded, and VARCHAR, which Spark writes as STRING. */
const CONVERTED: Readonly<Record<string, readonly string[]>> = {
  hive: ['f', 'd', 'ch'],
  hive_zlib: ['f', 'd', 'ch'],
  spark: ['f', 'd', 'ch', 'vc'],
};

/** The metastore of these tables; `script` is the file its DDL is written to. The warehouse is that of the matrix. */
export async function keptOrcMetastore(script: string): Promise<Metastore> {
  const url = pathToFileURL(GOLDEN).href;
  const { columns } = await formatValues('orc_hive');
  const ddl = Object.entries(KEPT_TABLES).map(([name, files]) => {
    const kept = columns.filter(([column]) => !CONVERTED[name]!.includes(column));
    const list = kept.map(([column, type]) => `${column} ${type}`).join(', ');
    return `CREATE TABLE kept.${name} (${list}) STORED AS ORC LOCATION '${url}matrix.db/${files}'`;
  });
  await writeFile(script, `${ddl.join(';\n')};\n`);
  return openMetastore(`ddl:${script}`, { warehouse: { source: await openSource(url), url } });
}
