import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeColumns, readFooter, storeByteSource } from '../../formats/index.js';
import type { Field, Value } from '../../formats/index.js';
import { readTable } from '../../lake/index.js';
import type { Metastore } from '../../catalog/index.js';
import { inferMetastore, planMigration } from '../../migrate/index.js';
import type { KeyRequest, MigrationPlan, MigrationResult, RunContext } from '../../migrate/index.js';
import { writeOutput } from '../../migrate/output.js';
import { runWith } from '../../migrate/run.js';
import { openSource, openTarget, sourceBasePath } from '../../stores/index.js';
import type { SourceStore, TargetStore } from '../../stores/index.js';

export interface Warehouse {
  /** Folder of the Hive warehouse and of the lake. */
  readonly source: string;
  readonly target: string;
}

/** Plans and runs a migration of a folder into a folder in this thread, with what the test changes of it. */
export async function migrateFolder(
  folder: Warehouse,
  changes: {
    readonly tables?: string[];
    /** What is inferred from the files, unless given. */
    readonly metastore?: Metastore;
    readonly source?: (store: SourceStore) => SourceStore;
    readonly target?: (store: TargetStore) => TargetStore;
    readonly targetFileSize?: number;
    readonly orc?: 'copy' | 'convert';
    readonly primaryKeys?: ReadonlyMap<string, KeyRequest>;
    /** The journal; below the target unless given. The catalog lies beside it. */
    readonly state?: string;
  } = {},
): Promise<{ plan: MigrationPlan; result: MigrationResult }> {
  const sourceUrl = pathToFileURL(folder.source).href;
  const targetUrl = pathToFileURL(folder.target).href;
  await mkdir(folder.target, { recursive: true });
  const trueSource = await openSource(sourceUrl);
  const source = changes.source?.(trueSource) ?? trueSource;
  const opened = await openTarget(targetUrl);
  const target = changes.target?.(opened) ?? opened;
  const common = {
    source,
    sourceUrl,
    metastore: changes.metastore ?? inferMetastore(source, sourceBasePath(sourceUrl)),
    target,
    targetUrl,
    onRefuse: 'skip-table',
    ...(changes.primaryKeys === undefined ? {} : { primaryKeys: changes.primaryKeys }),
  } as const;
  const plan = await planMigration({
    ...common,
    tables: changes.tables ?? ['*.*'],
    targetFileSize: changes.targetFileSize ?? 128 * 1024 * 1024,
    ...(changes.orc === undefined ? {} : { orc: changes.orc }),
  });
  const state = changes.state ?? join(folder.target, '.lakelift', 'state.db');
  await mkdir(dirname(state), { recursive: true });
  const ctx: RunContext = {
    ...common,
    statePath: state,
    catalogPath: join(dirname(state), 'catalog.db'),
    workers: 2,
    progress: () => undefined,
  };
  const result = await runWith(plan, ctx, (task, onUpload) => writeOutput(task, source, target, onUpload));
  return { plan, result };
}

/** The rows of a migrated table, without partition columns, in the order of its files. */
export async function lakeRows(folder: Warehouse, table: string): Promise<{ columns: Field[]; rows: Value[][] }> {
  const store = await openTarget(pathToFileURL(folder.target).href);
  const { schema, files } = (await readTable(store, table))!;
  const columns = schema.fields.filter(({ name }) => !schema.partitionKeys.includes(name));
  const rows: Value[][] = [];
  for (const { path, fileSize } of files) {
    const bytes = storeByteSource(store, path, fileSize);
    for await (const batch of decodeColumns(bytes, await readFooter(bytes), columns)) {
      const first = rows.length;
      for (let row = 0; row < batch.rowCount; row++) rows.push([]);
      for (const column of batch.columns) column.forEach((value, row) => rows[first + row]!.push(value));
    }
  }
  return { columns, rows };
}
