import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openMetastore } from '../../catalog/index.js';
import { mapBounded } from '../../migrate/index.js';
import { openSource } from '../../stores/index.js';
import type { SyncContext } from '../../sync/index.js';
import { openFollowed } from '../sync/open.js';
import type { Followed } from '../sync/open.js';
import { operate, putFile } from './webhdfs.js';

/** A Hive table of text files on HDFS, a file in each partition, below a directory of which snapshots can be made, and the lake that follows it. */
export interface Snapshotted {
  /** Directory of the snapshots; that of the table is below it. */
  readonly root: string;
  readonly table: string;
  readonly followed: Followed;
  /** The table and its lake for the command line. */
  readonly flags: readonly string[];
  /** What rounds need besides. */
  readonly context: Pick<SyncContext, 'source' | 'sourceUrl' | 'metastore'>;
  pathOf(partition: string, file?: string): string;
  put(partition: string, file?: string): Promise<void>;
}

/** Makes one of partitions `dt=0` on in HDFS; the lake and what else it writes is in `folder`. */
export async function makeSnapshotted(
  web: string,
  root: string,
  partitions: number,
  folder: string,
): Promise<Snapshotted> {
  const table = `${root}/shop.db/orders`;
  await mkdir(folder, { recursive: true });
  const ddl = join(folder, 'tables.sql');
  await writeFile(
    ddl,
    `CREATE DATABASE shop; CREATE EXTERNAL TABLE shop.orders (id STRING) PARTITIONED BY (dt STRING) STORED AS TEXTFILE LOCATION '/${table}';`,
  );
  const sourceUrl = `${web}/${root}`;
  const source = await openSource(sourceUrl);
  const flags = [
    '--source',
    sourceUrl,
    '--metastore',
    `ddl:${ddl}`,
    '--target',
    pathToFileURL(join(folder, 'lake')).href,
  ];
  const metastore = await openMetastore(`ddl:${ddl}`, { warehouse: { source, url: sourceUrl } });
  let written = 0;
  const pathOf = (partition: string, file = 'part-0'): string => `${table}/${partition}/${file}`;
  const put = (partition: string, file?: string): Promise<void> =>
    putFile(web, pathOf(partition, file), Buffer.from(`row ${String(written++)}\n`));
  const names = Array.from({ length: partitions }, (_, n) => `dt=${String(n)}`);
  await mapBounded(names, 8, (partition) => put(partition));
  await operate(web, 'PUT', root, 'ALLOWSNAPSHOT');
  const followed = await openFollowed(folder);
  return { root, table, followed, flags, context: { source, sourceUrl, metastore }, pathOf, put };
}
