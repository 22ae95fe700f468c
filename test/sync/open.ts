import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inferMetastore } from '../../migrate/index.js';
import { writeOutput } from '../../migrate/output.js';
import { openSource, openTarget, sourceBasePath } from '../../stores/index.js';
import type { SourceStore, TargetStore } from '../../stores/index.js';
import type { SyncContext, TableRound } from '../../sync/index.js';
import { runRound } from '../../sync/round.js';
import type { Warehouse } from '../migrate/warehouse.js';

/** A warehouse folder that is followed by a lake folder beside it, round by round, in this thread. */
export interface Followed {
  readonly folder: Warehouse;
  readonly source: SourceStore;
  readonly store: TargetStore;
  /** Of a round by the columns and partitions that the files tell of. */
  context(changes?: Partial<SyncContext>): SyncContext;
  /** What a round did to the only table. */
  sync(changes?: Partial<SyncContext>): Promise<TableRound>;
}

/** Opens `warehouse` and `lake` in a folder. */
export async function openFollowed(base: string): Promise<Followed> {
  const folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
  for (const path of [folder.source, folder.target]) await mkdir(path, { recursive: true });
  const [sourceUrl, targetUrl] = [pathToFileURL(folder.source).href, pathToFileURL(folder.target).href];
  const [source, store] = [await openSource(sourceUrl), await openTarget(targetUrl)];
  const context = (changes?: Partial<SyncContext>): SyncContext => ({
    source,
    sourceUrl,
    metastore: inferMetastore(source, sourceBasePath(sourceUrl)),
    target: store,
    targetUrl,
    tables: ['*.*'],
    targetFileSize: 128 * 1024 * 1024,
    onRefuse: 'skip-table',
    statePath: join(folder.target, '.lakelift', 'state.db'),
    catalogPath: join(folder.target, '.lakelift', 'catalog.db'),
    workers: 2,
    progress: () => undefined,
    ...changes,
  });
  const sync = async (changes?: Partial<SyncContext>): Promise<TableRound> => {
    const ctx = context(changes);
    const round = await runRound(ctx, 1, (task, onUpload) => writeOutput(task, ctx.source, ctx.target, onUpload));
    return round.tables[0]!;
  };
  return { folder, source, store, context, sync };
}
