import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { openCatalogLock, openMetastore } from '../catalog/index.js';
import type { Metastore } from '../catalog/index.js';
import { LakeliftError } from '../errors/index.js';
import type { CommitLock } from '../lake/index.js';
import { inferMetastore } from '../migrate/index.js';
import type { RunContext, SourceOptions, TargetOptions } from '../migrate/index.js';
import { openSource, openTarget, overlap, sharedRate, sourceBasePath } from '../stores/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import type { CliIo } from './io.js';
import { keyRequests } from './keys.js';
import type { Options } from './options.js';
import { statePaths } from './state.js';

/** The stores and the metastore a command works on, opened as its flags say. */
export interface Session {
  readonly source: SourceStore;
  readonly target: TargetStore;
  readonly metastore: Metastore;
  readonly context: Omit<RunContext, 'progress' | 'signal'> &
    Pick<Options, 'tables' | 'targetFileSize' | 'orc'> & { readonly lock?: CommitLock };
  close(): Promise<void>;
}

export const sourceOptions = ({ user, namenodeOps, bandwidth }: Options): SourceOptions => ({
  ...(user === undefined ? {} : { user }),
  ...(namenodeOps === undefined ? {} : { nameNodeOps: sharedRate(namenodeOps) }),
  ...(bandwidth === undefined ? {} : { bandwidth: sharedRate(bandwidth) }),
});

export const targetOptions = ({ endpoint, region }: Options): TargetOptions => ({
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(region === undefined ? {} : { region }),
});

/** The metastore `--metastore` names; `infer` makes one from the source's folders. */
export async function metastoreOf(options: Options, source: SourceStore): Promise<Metastore> {
  if (options.metastore === 'infer') return inferMetastore(source, sourceBasePath(options.source));
  const user = options.user === undefined ? {} : { user: options.user };
  return openMetastore(options.metastore, { ...user, warehouse: { source, url: options.source } });
}

/** The lock `--lock` names, as a setting to take over; none when it names none. */
export async function lockOf({ lock, user }: Options): Promise<{ readonly lock?: CommitLock }> {
  return lock === undefined ? {} : { lock: await openCatalogLock(lock, user === undefined ? {} : { user }) };
}

/** The metastore a command looks into: the one `--catalog` or `--metastore` names. Throws USAGE when it is none or both. */
export async function namedMetastore(options: Options, io: CliIo): Promise<Metastore> {
  const { catalog } = options;
  const url = options.metastore as string | undefined;
  if (catalog !== undefined && url === undefined) return openMetastore(catalogUrl(catalog, io));
  if (catalog === undefined && url !== undefined) return metastoreAt(url, options);
  throw new LakeliftError('USAGE', 'give either --catalog or --metastore', { next: 'see --help' });
}

/** The file of `--catalog` as the URL of a metastore. */
export const catalogUrl = (catalog: string, { cwd }: CliIo): string => `sqlite:${resolve(cwd, catalog)}`;

/** A metastore by its URL, where no source is at hand. */
export async function metastoreAt(url: string, { user }: Options): Promise<Metastore> {
  if (url === 'infer')
    throw new LakeliftError('USAGE', 'this command has no --source whose folders a metastore could be made of', {
      next: 'name a metastore, or the --catalog that a migration made',
    });
  return openMetastore(url, user === undefined ? {} : { user });
}

/** Throws USAGE when source and target share a folder: what is written would come into the source. */
function requireApart({ source, target }: Options): void {
  if (!overlap(source, target)) return;
  throw new LakeliftError('USAGE', 'the target is within the source, or around it', {
    file: target,
    next: 'give a --target folder of its own: the source is only read',
  });
}

/** Opens everything; what was opened before a failure is closed again. Throws AUTH and UNREACHABLE naming the flag to look at. */
export async function openSession(options: Options, io: CliIo): Promise<Session> {
  const primaryKeys = keyRequests(options);
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(thing: T): T => {
    opened.push(thing);
    return thing;
  };
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((thing) => thing.close()));
  };
  try {
    // One set of options for this thread and all workers: they share the rates in it.
    const sourceSettings = sourceOptions(options);
    const source = keep(await openSource(options.source, sourceSettings));
    const target = keep(await openTarget(options.target, targetOptions(options)));
    requireApart(options);
    const metastore = keep(await metastoreOf(options, source));
    const { lock } = await lockOf(options);
    if (lock !== undefined) keep(lock);
    // Wrong credentials and a missing bucket show before anything is read: a listing tells of both, a question for one object of the first only.
    await target.listFolders('.lakelift/probe');
    const { state, catalog } = statePaths(options.target, io.cwd, options);
    const context = {
      source,
      sourceUrl: options.source,
      sourceOptions: sourceSettings,
      target,
      targetUrl: options.target,
      targetOptions: targetOptions(options),
      metastore,
      tables: options.tables,
      primaryKeys,
      targetFileSize: options.targetFileSize,
      orc: options.orc,
      onRefuse: options.onRefuse,
      statePath: state,
      catalogPath: catalog,
      workers: options.workers ?? availableParallelism(),
      ...(lock === undefined ? {} : { lock }),
    };
    return { source, target, metastore, context, close };
  } catch (error) {
    await close();
    throw error;
  }
}
