import { mapBounded, scanDirectory } from '../migrate/index.js';
import type { DirectoryScan, TablePlan } from '../migrate/index.js';
import { resolveLocation } from '../stores/index.js';
import type { SourceFileStat, SourceSnapshot, SourceSnapshots, SourceStore } from '../stores/index.js';
import { Touched } from './touched.js';

/** After so long everything is listed once more: HDFS keeps no account of some changes (docs/sync.md). */
const TRUSTED_MS = 3_600_000;
/** Tables of fewer directories are listed: to ask what has changed takes five operations. */
const WORTHWHILE = 16;
const LIST_CONCURRENCY = 16;

const NOTHING: ReadonlyMap<string, DirectoryScan> = new Map();

interface Base {
  readonly snapshot: SourceSnapshot;
  /** When everything was listed last; milliseconds since the epoch. */
  readonly since: number;
  /** Directories as they were in the snapshot, as far as they have been looked at; undefined where nothing could be read. */
  readonly was: Map<string, DirectoryScan | undefined>;
}

/**
 * Tells which directories of tables need not be listed, by the snapshots that administrators keep in the source. A directory is as a plan
 * has it when it was so in a snapshot, read from there, and the store names no change to it, to what is below it, or of a directory above
 * it, since. Kept in memory: another run lists everything first.
 */
export class SnapshotDiff {
  /** Directories that were not listed so far. */
  spared = 0;
  readonly #bases = new Map<string, Base>();

  constructor(
    private readonly from: { readonly source: SourceStore; readonly sourceUrl: string },
    private readonly clock: () => number = Date.now,
  ) {}

  /** From the next round on, everything is listed again. */
  forget(): void {
    this.#bases.clear();
  }

  /** Of `directories`, those that are as `earlier` has them; none in rounds that list everything. Throws UNREACHABLE. */
  async unchanged(earlier: TablePlan, directories: readonly string[]): Promise<ReadonlyMap<string, DirectoryScan>> {
    const { snapshots } = this.from.source;
    const table = resolveLocation(this.from.sourceUrl, earlier.hiveTable.storage.location);
    const inside = directories.filter((directory) => directory.startsWith(`${table}/`));
    if (snapshots === undefined || inside.length < WORTHWHILE) return NOTHING;
    const base = await this.#base(snapshots, table);
    const changes = base && (await snapshots.changes(base.snapshot, table));
    if (base === undefined || changes === undefined) return NOTHING;
    const touched = new Touched(changes);
    const untouched = inside.filter((directory) => !touched.has(directory));
    await this.#lookUp(snapshots, base, untouched);
    // Another one of the same name, made in between, would be what `was` shows and what changes are told since.
    if (!(await isKept(snapshots, table, base.snapshot))) return this.#drop(table);
    const planned = plannedFiles(earlier);
    const same = untouched.flatMap((directory): [string, DirectoryScan][] => {
      const was = base.was.get(directory);
      return was !== undefined && sameFiles(was.files, planned.get(directory) ?? []) ? [[directory, was]] : [];
    });
    this.spared += same.length;
    return new Map(same);
  }

  /** What a table is compared with; undefined when this round lists everything, to begin with the newest snapshot after it. */
  async #base(snapshots: SourceSnapshots, table: string): Promise<Base | undefined> {
    const kept = await snapshots.of(table);
    const base = this.#bases.get(table);
    const isTrusted = base !== undefined && this.clock() - base.since < TRUSTED_MS;
    if (isTrusted && kept.some((snapshot) => isSame(snapshot, base.snapshot))) return base;
    this.#drop(table);
    const newest = kept.at(-1);
    if (newest !== undefined) this.#bases.set(table, { snapshot: newest, since: this.clock(), was: new Map() });
    return undefined;
  }

  #drop(table: string): typeof NOTHING {
    this.#bases.delete(table);
    return NOTHING;
  }

  async #lookUp(snapshots: SourceSnapshots, { snapshot, was }: Base, directories: readonly string[]): Promise<void> {
    const unknown = directories.filter((directory) => !was.has(directory));
    await mapBounded(unknown, LIST_CONCURRENCY, async (directory) => {
      const place = snapshots.pathIn(snapshot, directory);
      // What is wrong there, a listing of now will say.
      const scan = await scanDirectory(this.from.source, place).catch(() => undefined);
      const here = (path: string): string => directory + path.slice(place.length);
      was.set(
        directory,
        scan && {
          ...scan,
          files: scan.files.map((file) => ({ ...file, path: here(file.path) })),
          emptyFiles: scan.emptyFiles.map(here),
        },
      );
    });
  }
}

const isSame = (a: SourceSnapshot, b: SourceSnapshot): boolean => a.name === b.name && a.createdAt === b.createdAt;

const isKept = async (snapshots: SourceSnapshots, table: string, one: SourceSnapshot): Promise<boolean> =>
  (await snapshots.of(table)).some((snapshot) => isSame(snapshot, one));

/** Files of a plan by directory. */
function plannedFiles({ files, partitions }: TablePlan): Map<string, TablePlan['files'][number][]> {
  const found = new Map<string, TablePlan['files'][number][]>();
  for (const file of files) {
    const { location } = partitions[file.partition]!;
    const there = found.get(location);
    if (there === undefined) found.set(location, [file]);
    else there.push(file);
  }
  return found;
}

type FileIdentity = Pick<SourceFileStat, 'path' | 'length' | 'mtime' | 'fileId'>;

function sameFiles(a: readonly FileIdentity[], b: readonly FileIdentity[]): boolean {
  const keyOf = ({ path, length, mtime, fileId }: FileIdentity): string =>
    JSON.stringify([path, length, mtime, fileId]);
  const known = new Set(b.map(keyOf));
  return a.length === b.length && a.every((file) => known.has(keyOf(file)));
}
