import { copyFile, mkdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readTable, reachableFiles } from '../../lake/index.js';
import type { LakeTable } from '../../lake/index.js';
import { collectGarbage, openJournal } from '../../migrate/index.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { lakelift } from '../services/cli.js';
import type { PypaimonReader } from '../services/pypaimon.js';
import { countPoints, runUntil } from './killed.js';
import type { Counts, CrashPoint } from './killed.js';
import type { Lake } from './lakes.js';
import { fingerprint, TABLE_COLUMNS } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

/** What one trial saw. `violations` are sentences; none of them means that nothing was lost, doubled or left behind. */
export interface TrialResult {
  /** Runs that were killed before they ended by themselves. */
  readonly killed: number;
  readonly violations: readonly string[];
}

/** Migrations of the small warehouse into one lake, killed and run again. */
export class Trial {
  readonly #violations: string[] = [];
  #killed = 0;

  constructor(
    private readonly warehouse: SmallWarehouse,
    private readonly lake: Lake,
    /** What `fingerprint` said of the source before. */
    private readonly source: readonly string[],
    /** Reads folders, besides DuckDB; it finds tables and files by itself. */
    private readonly reader?: PypaimonReader,
  ) {}

  #command(verify: number): string[] {
    const { url, state } = this.lake;
    return [
      ...['migrate', '--source', pathToFileURL(this.warehouse.folder).href, '--metastore', 'infer', '--target', url],
      ...['--state', state, '--workers', '1', '--target-file-size', '12KB', '--verify', String(verify), '--json'],
    ];
  }

  /** The points of a run that nothing interrupts. */
  count(): Promise<Counts> {
    return countPoints(this.#command(0), this.lake.env);
  }

  /** Kills one run; readers must see each table whole or not at all then. */
  async kill(point: CrashPoint): Promise<void> {
    const { signal, code, stdout, stderr } = await runUntil(point, this.#command(0), this.lake.env);
    if (signal === 'SIGKILL') this.#killed += 1;
    else if (code !== 0) this.#violations.push(`the run ended with ${String(code)}: ${stdout}${stderr}`);
    for (const name of Object.keys(this.warehouse.tables)) {
      const table = await this.#read(name);
      if (table !== undefined) await this.#compare(name, table);
      await this.#readByPypaimon(name, table !== undefined);
    }
  }

  /** Runs to the end and checks all that is promised. */
  async finish(): Promise<TrialResult> {
    const kept = await this.#journaledFiles();
    const { code, stdout, stderr } = await lakelift(this.#command(3), this.lake.env);
    if (code !== 0) this.#violations.push(`the last run ended with ${String(code)}: ${stdout}${stderr}`);
    else await this.#checkTables();
    await this.#checkKept(kept);
    await this.#checkLeftovers();
    const now = await fingerprint(this.warehouse.folder);
    if (now.join('\n') !== this.source.join('\n')) this.#violations.push('the source was changed');
    return { killed: this.#killed, violations: this.#violations };
  }

  async #checkTables(): Promise<void> {
    for (const name of Object.keys(this.warehouse.tables)) {
      const table = await this.#read(name);
      if (table === undefined) this.#violations.push(`the table ${name} is not there`);
      else await this.#compare(name, table);
      await this.#readByPypaimon(name, true);
    }
  }

  /** Paimon's own reader must see the table whole, or not at all. */
  async #readByPypaimon(name: string, isVisible: boolean): Promise<void> {
    const { url } = this.lake;
    if (this.reader === undefined || !url.startsWith('file:')) return;
    const columns = TABLE_COLUMNS[name]!;
    try {
      const rows = await this.reader.rows(fileURLToPath(url), `w.${name}`, columns);
      if ((rows !== undefined) !== isVisible) {
        this.#violations.push(`pypaimon ${rows === undefined ? 'does not see' : 'sees'} ${name}`);
      }
      if (rows === undefined) return;
      const wanted = await this.warehouse.rows(`SELECT ${columns.join(', ')} FROM (${this.warehouse.tables[name]!})`);
      const texts = (all: readonly unknown[][]): string[] => all.map((row) => row.map(String).join('|')).sort();
      if (texts(rows).join('\n') !== texts(wanted).join('\n')) {
        this.#violations.push(`pypaimon reads other rows of ${name}: ${String(rows.length)}`);
      }
    } catch (error) {
      this.#violations.push(`${name}: ${String(error)}`);
    }
  }

  /** DuckDB reads the live files; they must hold the source's rows, each once. */
  async #compare(name: string, table: LakeTable): Promise<void> {
    const parts = await Promise.all(
      table.files.map(async (file) => {
        const [day] = file.partition;
        const partition = day === undefined ? '' : `, '${Buffer.from(day as Uint8Array).toString()}' AS day`;
        const path = await this.lake.localCopy(file.path);
        return `SELECT id, name, share, pad${partition} FROM read_parquet('${path}', hive_partitioning = false)`;
      }),
    );
    const [source, target] = [this.warehouse.tables[name]!, parts.join(' UNION ALL ')];
    const differing = await this.warehouse.rows(
      `(${source} EXCEPT ALL (${target})) UNION ALL ((${target}) EXCEPT ALL ${source})`,
    );
    if (differing.length > 0) this.#violations.push(`${name} has ${String(differing.length)} rows too many or too few`);
  }

  /** Files of outputs the journal has as copied, as they are now: they must not be written a second time. */
  async #journaledFiles(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    if (!existsSync(this.lake.state)) return found;
    const copy = `${this.lake.state}.copy/state.db`;
    await mkdir(dirname(copy));
    for (const suffix of ['', '-wal']) {
      if (existsSync(this.lake.state + suffix)) await copyFile(this.lake.state + suffix, copy + suffix);
    }
    const journal = openJournal(copy);
    for (const table of journal.tables()) {
      for (const { path, state } of journal.outputs(table.id).values()) {
        if (state === 'COPIED') found.set(path, await this.lake.version(path));
      }
    }
    journal.close();
    await rm(dirname(copy), { recursive: true });
    return found;
  }

  async #checkKept(kept: ReadonlyMap<string, string>): Promise<void> {
    for (const [path, version] of kept) {
      if ((await this.lake.version(path)) !== version) this.#violations.push(`${path} was written again`);
    }
  }

  /** After what `doctor --gc --yes` does every file is the table's or lakelift's own, and no upload is open. */
  async #checkLeftovers(): Promise<void> {
    const reachable = await this.#withTarget(async (target) => {
      await collectGarbage({ target, statePath: this.lake.state }, { apply: true, olderThan: 0 });
      const sets = Object.keys(this.warehouse.tables).map((name) => reachableFiles(target, `w.db/${name}`));
      return new Set((await Promise.all(sets)).flatMap((set) => [...set]));
    });
    for (const path of await this.lake.everything()) {
      if (!reachable.has(path)) this.#violations.push(`${path} is left behind`);
    }
  }

  #read(name: string): Promise<LakeTable | undefined> {
    return this.#withTarget((target) => readTable(target, `w.db/${name}`));
  }

  async #withTarget<T>(work: (target: TargetStore) => Promise<T>): Promise<T> {
    const target = await openTarget(this.lake.url, this.lake.options);
    try {
      return await work(target);
    } finally {
      await target.close();
    }
  }
}
