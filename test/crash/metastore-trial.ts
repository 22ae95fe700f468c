import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MetastoreWriter, openMetastore } from '../../catalog/index.js';
import type { Metastore } from '../../catalog/index.js';
import { lakelift } from '../services/cli.js';
import { countPoints, runUntil } from './killed.js';
import type { Counts, CrashPoint } from './killed.js';
import {
  comparable,
  describeBeside,
  describeTable,
  makeEvents,
  makeLakeCatalog,
  makePushSource,
  pushedTables,
  roleOf,
} from './metastore-tables.js';
import type { TrialResult } from './trial.js';

/** The commands that change a running Hive Metastore. */
export const CHANGES = ['push', 'cutover', 'rollback'] as const;
export type Change = (typeof CHANGES)[number];

/** One command that changes a running Hive Metastore, killed and run again on databases of its own. */
export class MetastoreTrial {
  readonly #violations: string[] = [];

  private constructor(
    private readonly change: Change,
    private readonly url: string,
    private readonly name: string,
    private readonly folder: string,
    private readonly metastore: Metastore,
    /** The Hive table `events` before everything. */
    private readonly before: string,
  ) {}

  /** `name` is that of a database the metastore does not have. A rollback is tried after a cutover. */
  static async open(change: Change, url: string, name: string): Promise<MetastoreTrial> {
    const folder = await mkdtemp(join(tmpdir(), 'lakelift-metastore-'));
    const root = pathToFileURL(folder).href.replace('file:///', 'file:/');
    await mkdir(join(folder, name, 'events/day=d1'), { recursive: true });
    await writeFile(join(folder, name, 'events/day=d1/0.parquet'), 'rows');
    const writer = await MetastoreWriter.open(url, {});
    await makeEvents(writer, root, name);
    await writer.close();
    makePushSource(join(folder, 'source.db'), root, name);
    makeLakeCatalog(join(folder, 'catalog.db'), root, name);
    const metastore = await openMetastore(url);
    const before = await describeTable(metastore, name, 'events');
    const trial = new MetastoreTrial(change, url, name, folder, metastore, before);
    if (change === 'rollback') await trial.#succeed('cutover');
    return trial;
  }

  async close(): Promise<void> {
    await this.metastore.close();
    await rm(this.folder, { recursive: true });
  }

  /** The points of a run that nothing interrupts. */
  count(): Promise<Counts> {
    return countPoints(this.#command(this.change));
  }

  /** Kills the command at the point, runs the same one or the way back to its end, and checks all that is promised. */
  async run(point: CrashPoint, then: Change = this.change): Promise<TrialResult> {
    const { signal, code, stdout, stderr } = await runUntil(point, this.#command(this.change));
    if (signal !== 'SIGKILL') this.#violations.push(`ended with ${String(code)}: ${stdout}${stderr}`);
    await this.#succeed(then);
    const { stdout: idle } = await lakelift(this.#command(then));
    if (idle.split('\n').some((line) => line !== '' && !line.endsWith(': unchanged')))
      this.#violations.push(`one more run says ${idle}`);
    const checks = { push: this.#checkPushed, cutover: this.#checkCutOver, rollback: this.#checkRolledBack };
    await checks[then].call(this).catch((error: unknown) => this.#violations.push(String(error)));
    if (!existsSync(join(this.folder, this.name, 'events/day=d1/0.parquet')))
      this.#violations.push('the file of the Hive table is gone');
    return { killed: signal === 'SIGKILL' ? 1 : 0, violations: this.#violations };
  }

  #command(change: Change): string[] {
    const at = (name: string): string => join(this.folder, name);
    const backup = ['--backup', at('before.json')];
    if (change === 'push') {
      const ends = ['--metastore', `sqlite:${at('source.db')}`, '--to', this.url];
      return ['catalog', 'push', ...ends, '--replace', ...backup];
    }
    const ends = ['--metastore', this.url, '--target', pathToFileURL(at('lake')).href, '--catalog', at('catalog.db')];
    const command = ['cutover', ...ends, ...backup, '--tables', `${this.name}.events`, '--yes'];
    return change === 'rollback' ? [...command, '--rollback'] : command;
  }

  /**
   * While the server is still at what a killed run asked of it, it may fail the next one's calls; the error then says to run again, which is
   * done, at most twice.
   */
  async #succeed(change: Change): Promise<void> {
    for (let again = 2; ; again--) {
      const { code, stdout, stderr } = await lakelift(this.#command(change));
      if (code === 0) return;
      const told = stdout + stderr;
      if (again > 0 && told.includes('IO: Hive Metastore') && told.includes('then run again')) continue;
      this.#violations.push(`${change} ended with ${String(code)}: ${told}`);
      return;
    }
  }

  async #checkPushed(): Promise<void> {
    const source = await openMetastore(`sqlite:${join(this.folder, 'source.db')}`);
    for (const { database, table } of pushedTables(this.name)) {
      const wanted = await describeTable(source, database, table);
      this.#expect(table, await describeTable(this.metastore, database, table), wanted);
      const [ours, theirs] = [source, this.metastore].map((each) =>
        describeBeside(each, database, roleOf(this.name).name),
      );
      this.#expect(`what is beside ${database}`, await theirs, (await ours)!);
    }
    await source.close();
    await this.#checkBackup();
  }

  async #checkCutOver(): Promise<void> {
    this.#expect('the tables', (await this.metastore.tables(this.name)).join(), 'events,events__hive');
    const lake = await this.metastore.getTable(this.name, 'events');
    this.#expect('the table type', lake.parameters['table_type'], 'PAIMON');
    const hive = await describeTable(this.metastore, this.name, 'events__hive');
    const partsOf = (text: string): string => JSON.stringify((JSON.parse(text) as { partitions: unknown }).partitions);
    this.#expect('the partitions', partsOf(hive), partsOf(this.before));
    await this.#checkBackup();
  }

  async #checkRolledBack(): Promise<void> {
    this.#expect('the tables', (await this.metastore.tables(this.name)).join(), 'events');
    this.#expect('events', await describeTable(this.metastore, this.name, 'events'), this.before);
  }

  /** One whole backup holds the table as it was. */
  async #checkBackup(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => name.startsWith('before'));
    const kept = await Promise.all(names.map((name) => readFile(join(this.folder, name), 'utf8')));
    if (!kept.flatMap(tablesOf).includes(this.before)) this.#violations.push(`no backup of ${this.before}`);
  }

  #expect(what: string, found: string | undefined, wanted: string): void {
    if (found !== wanted) this.#violations.push(`${what}: ${found ?? 'nothing'}, not ${wanted}`);
  }
}

/** The tables of a backup; none of one that was not written to its end. */
function tablesOf(text: string): string[] {
  try {
    return (JSON.parse(text) as { tables: object[] }).tables.map(comparable);
  } catch {
    return [];
  }
}
