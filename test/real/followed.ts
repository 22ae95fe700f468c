import { randomUUID } from 'node:crypto';
import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { lakelift, startCli } from '../services/cli.js';
import { eventsFile } from '../services/warehouse.js';

/** Rows of a file that lands, and of a commit of another writer. */
export const ROWS = 40;

/** What a reader counts in a table. */
export interface Counted {
  readonly rows: number;
  readonly ids: number;
  readonly snapshots: Readonly<Record<string, number>>;
}

/** Runs the command line, which must end well. */
export async function succeed(args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await lakelift(args);
  expect(code, stdout + stderr).toBe(0);
}

/** A Hive table in a folder, its lake, and the lakelift commands that follow and compact it, each with a journal of its own. */
export class Followed {
  readonly database = `both_${randomUUID().slice(0, 8)}`;
  readonly table = `${this.database}.events`;
  landed = 0;

  constructor(
    readonly folder: string,
    readonly target: string,
    readonly flags: readonly string[],
  ) {}

  /** Moves one more file into the source: finished, as it is not of this moment. */
  async land(): Promise<void> {
    const n = this.landed;
    const path = join(this.folder, 'hive', `${this.database}.db`, 'events', `p=${n % 4}`, `part-${n}.parquet`);
    await mkdir(dirname(path), { recursive: true });
    const aside = join(this.folder, 'landing');
    await writeFile(aside, await eventsFile(n * ROWS, ROWS));
    await utimes(aside, n + 1, n + 1);
    await rename(aside, path);
    this.landed += 1;
  }

  get catalog(): string[] {
    return ['--catalog', join(this.folder, 'catalog.db')];
  }

  sync(...flags: string[]): string[] {
    const source = ['--source', pathToFileURL(join(this.folder, 'hive')).href, '--metastore', 'infer'];
    const target = ['--target', this.target, '--state', join(this.folder, 'sync.db'), ...this.catalog];
    return ['sync', ...source, ...target, ...this.flags, ...flags];
  }

  async begin(): Promise<void> {
    for (let n = 0; n < 4; n++) await this.land();
    await succeed(this.sync('--once'));
  }

  /** Lets files land and compacts the table until `isEnough`, while another process follows it. */
  async goOn(isEnough: () => boolean): Promise<void> {
    const following = startCli(this.sync('--interval', '100ms'));
    while (!isEnough()) {
      await this.land();
      const where = ['--target', this.target, '--tables', this.table, '--state', join(this.folder, 'compact.db')];
      await succeed(['compact', ...where, ...this.flags]);
    }
    following.process.kill('SIGINT');
    const { code, stdout, stderr } = await following.ended;
    expect(code, stdout + stderr).toBe(130);
    expect(stdout).not.toContain('failed');
    await succeed(this.sync('--once'));
  }

  /** The table has the rows of all files that landed and of another writer's commits, each once, and snapshots of both and of compactions. */
  expectAll({ rows, ids, snapshots }: Counted, commits: number): void {
    const expected = (this.landed + commits) * ROWS;
    expect({ rows, ids }).toEqual({ rows: expected, ids: expected });
    expect(snapshots['COMPACT']).toBeGreaterThan(0);
    expect(snapshots['APPEND']).toBeGreaterThan(commits + 1);
  }
}
