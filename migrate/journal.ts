import { Database } from '../sqlite/index.js';
import { dirname } from 'node:path';
import { makeFolder } from '../stores/index.js';
import { damagedJournal, journaled, journalError } from './journal-error.js';
import { outputOf, publicationOf, SCHEMA, tableOf } from './journal-rows.js';
import type {
  JournaledOutput,
  JournaledPublication,
  JournaledRound,
  JournaledTable,
  JournaledTiming,
  OutputRow,
  PublicationRow,
  TableRow,
  TableState,
} from './journal-rows.js';
import type { TablePlan } from './plan-types.js';

export type {
  JournaledOutput,
  JournaledPublication,
  JournaledRound,
  JournaledTable,
  JournaledTiming,
  TableState,
} from './journal-rows.js';

/** What a run has done so far, in an SQLite file that survives kill -9 and power loss. One writer: the holder of the lock. */
export class Journal {
  readonly #db: Database;

  constructor(path: string) {
    makeFolder(dirname(path));
    this.#db = new Database(path);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('foreign_keys = ON');
    this.#db.exec(SCHEMA);
  }

  /** Throws CORRUPT when SQLite finds the file damaged, as one that was cut short is. Reads all of it. */
  requireWhole(): void {
    let answer: unknown;
    try {
      answer = this.#db.pragma('quick_check(1)', { simple: true });
    } catch (error) {
      throw journalError(error, this.#db.name);
    }
    if (answer !== 'ok') throw damagedJournal(this.#db.name, String(answer));
  }

  tables(): JournaledTable[] {
    return (this.#db.prepare('SELECT * FROM tables ORDER BY database, name').all() as TableRow[]).map(tableOf);
  }

  find(target: string, database: string, table: string): JournaledTable | undefined {
    const row = this.#db
      .prepare('SELECT * FROM tables WHERE target = ? AND database = ? AND name = ?')
      .get(target, database, table) as TableRow | undefined;
    return row === undefined ? undefined : tableOf(row);
  }

  plan(id: string): TablePlan {
    const row = this.#db.prepare('SELECT plan FROM tables WHERE id = ?').get(id) as { plan: string };
    return journaled<TablePlan>(row.plan, this.#db.name);
  }

  /** Enters a plan in state PLANNED, in place of what was journaled of the same table before. */
  begin(plan: TablePlan, target: string): void {
    this.#db.transaction(() => {
      this.#db
        .prepare('DELETE FROM tables WHERE target = ? AND database = ? AND name = ?')
        .run(target, plan.database, plan.table);
      this.#db
        .prepare(
          `INSERT INTO tables (id, source_id, database, name, target, state, plan) VALUES (?, ?, ?, ?, ?, 'PLANNED', ?)`,
        )
        .run(plan.id, plan.sourceId, plan.database, plan.table, target, JSON.stringify(plan));
    })();
  }

  setState(id: string, state: TableState, snapshotId?: number): void {
    this.#db
      .prepare('UPDATE tables SET state = ?, snapshot_id = coalesce(?, snapshot_id) WHERE id = ?')
      .run(state, snapshotId ?? null, id);
  }

  outputs(id: string): Map<string, JournaledOutput> {
    const rows = this.#db
      .prepare('SELECT o.*, facts AS keyed FROM outputs o LEFT JOIN keyed USING (table_id, name) WHERE table_id = ?')
      .all(id) as OutputRow[];
    return new Map(rows.map((row) => [row.name, outputOf(row)]));
  }

  saveOutput(id: string, output: JournaledOutput): void {
    const { name, path, state, length, crc32c, rows, statistics, sourceChecksum, keyed } = output;
    if (keyed !== undefined) this.#db.prepare('INSERT OR REPLACE INTO keyed VALUES (?, ?, ?)').run(id, name, keyed);
    this.#db
      .prepare('INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        id,
        name,
        path,
        state,
        length ?? null,
        crc32c ?? null,
        rows ?? null,
        statistics ?? null,
        sourceChecksum ?? null,
      );
  }

  /** Notes when an output was written; for reports only. */
  saveTiming(id: string, name: string, { worker, startedAt, endedAt }: JournaledTiming): void {
    this.#db.prepare('INSERT OR REPLACE INTO timings VALUES (?, ?, ?, ?, ?)').run(id, name, worker, startedAt, endedAt);
  }

  timings(id: string): JournaledTiming[] {
    return this.#db
      .prepare(
        'SELECT worker, started_at AS startedAt, ended_at AS endedAt FROM timings WHERE table_id = ? ORDER BY started_at',
      )
      .all(id) as JournaledTiming[];
  }

  /** Keeps the JSON document of a verification, in place of the last one of the same target. */
  saveReport(target: string, madeAt: string, document: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO reports VALUES (?, ?, ?)').run(target, madeAt, document);
  }

  /** The newest document kept, of one target when it is named. */
  report(target?: string): string | undefined {
    const row = this.#db
      .prepare('SELECT document FROM reports WHERE target = coalesce(?, target) ORDER BY made_at DESC LIMIT 1')
      .get(target ?? null) as { document: string } | undefined;
    return row?.document;
  }

  /** Notes a multipart upload before its first part is sent, so that it can be aborted whatever happens. */
  saveUpload(target: string, path: string, uploadId: string): void {
    this.#db.prepare('INSERT OR IGNORE INTO uploads VALUES (?, ?, ?)').run(target, path, uploadId);
  }

  uploads(target: string): { path: string; uploadId: string }[] {
    return this.#db
      .prepare('SELECT path, upload_id AS uploadId FROM uploads WHERE target = ? ORDER BY path')
      .all(target) as { path: string; uploadId: string }[];
  }

  /** Forgets the uploads of a path: it was completed, or they were aborted. */
  forgetUploads(target: string, path: string): void {
    this.#db.prepare('DELETE FROM uploads WHERE target = ? AND path = ?').run(target, path);
  }

  /** Notes a round before anything of it is published: the plan that holds when its commit is found in the lake. */
  beginRound(id: string, { identifier, since, plan }: JournaledRound): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO rounds VALUES (?, ?, ?, ?)')
      .run(id, String(identifier), since, JSON.stringify(plan));
  }

  rounds(id: string): JournaledRound[] {
    const rows = this.#db.prepare('SELECT identifier, since, plan FROM rounds WHERE table_id = ?').all(id) as {
      identifier: string;
      since: number;
      plan: string;
    }[];
    return rows.map(({ identifier, since, plan }) => ({
      identifier: BigInt(identifier),
      since,
      plan: journaled<TablePlan>(plan, this.#db.name),
    }));
  }

  /**
   * Makes `plan` what the table is known by, and forgets all rounds and the outputs that are not of this plan. What was published last
   * stays noted unless `published` takes its place.
   */
  finishRound(id: string, plan: TablePlan, published?: JournaledPublication): void {
    const kept = new Set(plan.outputs.map(({ name }) => name));
    this.#db.transaction(() => {
      this.#db
        .prepare('UPDATE tables SET source_id = ?, plan = ? WHERE id = ?')
        .run(plan.sourceId, JSON.stringify(plan), id);
      if (published !== undefined) this.savePublication(id, published);
      this.#db.prepare('DELETE FROM rounds WHERE table_id = ?').run(id);
      const forget = this.#db.prepare('DELETE FROM outputs WHERE table_id = ? AND name = ?');
      for (const name of this.outputs(id).keys()) if (!kept.has(name)) forget.run(id, name);
    })();
  }

  /** Notes what was published last, in place of what was before; undefined forgets that. */
  savePublication(id: string, published: JournaledPublication | undefined): void {
    this.#db.prepare('DELETE FROM publications WHERE table_id = ?').run(id);
    if (published === undefined) return;
    const { identifier, snapshotId, added, removed } = published;
    this.#db
      .prepare('INSERT INTO publications VALUES (?, ?, ?, ?, ?)')
      .run(id, String(identifier), snapshotId, JSON.stringify(added), JSON.stringify(removed));
    this.#db.prepare('UPDATE tables SET snapshot_id = ? WHERE id = ?').run(snapshotId, id);
  }

  publication(id: string): JournaledPublication | undefined {
    const row = this.#db.prepare('SELECT * FROM publications WHERE table_id = ?').get(id) as PublicationRow | undefined;
    return row === undefined ? undefined : publicationOf(row);
  }

  /** Notes files about to be written into a table that may be no table of this journal; until they are forgotten they may be strays. */
  saveUnpublished(target: string, database: string, table: string, paths: readonly string[]): void {
    const insert = this.#db.prepare('INSERT OR REPLACE INTO unpublished VALUES (?, ?, ?, ?)');
    this.#db.transaction(() => {
      for (const path of paths) insert.run(target, path, database, table);
    })();
  }

  unpublished(target: string): { path: string; database: string; table: string }[] {
    return this.#db
      .prepare('SELECT path, database, name AS "table" FROM unpublished WHERE target = ? ORDER BY path')
      .all(target) as { path: string; database: string; table: string }[];
  }

  /** Forgets files: a snapshot refers to them, or they were removed. */
  forgetUnpublished(target: string, paths: readonly string[]): void {
    const remove = this.#db.prepare('DELETE FROM unpublished WHERE target = ? AND path = ?');
    this.#db.transaction(() => {
      for (const path of paths) remove.run(target, path);
    })();
  }

  close(): void {
    this.#db.close();
  }
}

/** Opens a journal, creating it when absent. Throws CORRUPT, NO_SPACE, AUTH or IO naming the file. */
export function openJournal(path: string): Journal {
  try {
    return new Journal(path);
  } catch (error) {
    throw journalError(error, path);
  }
}
