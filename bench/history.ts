import { Database } from '../sqlite/index.js';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { LakeliftError } from '../errors/index.js';
import { makeFolder } from '../stores/index.js';
import { fingerprint } from './machine.js';
import type { BenchRun, Metric } from './result.js';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS runs (
  id INTEGER PRIMARY KEY, suite TEXT NOT NULL, started_at INTEGER NOT NULL, fingerprint TEXT NOT NULL, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS samples (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, metric TEXT NOT NULL, pair INTEGER NOT NULL,
  before_wall_ms REAL NOT NULL, before_cpu_ms REAL NOT NULL, after_wall_ms REAL NOT NULL, after_cpu_ms REAL NOT NULL,
  PRIMARY KEY (run, metric, pair)) WITHOUT ROWID;
`;
const FORMAT = 1;

interface SampleRow {
  readonly metric: string;
  readonly before_wall_ms: number;
  readonly before_cpu_ms: number;
  readonly after_wall_ms: number;
  readonly after_cpu_ms: number;
}

/** A run as the history has it; `document` is the run without its samples. */
export interface StoredRun {
  readonly id: number;
  readonly suite: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly fingerprint: string;
  readonly document: Omit<BenchRun, 'metrics'>;
}

/** The runs of benchmarks in an SQLite file: all of a run's samples, or nothing of it. */
export class History {
  private constructor(
    private readonly db: Database,
    private readonly path: string,
  ) {}

  /** Opens the file for writing and makes it when it is not there. Throws USAGE for a file that is something else. */
  static open(path: string): History {
    return told(path, () => {
      makeFolder(dirname(path));
      return History.use(path, new Database(path), true);
    });
  }

  /** Opens an existing file for reading. Throws USAGE when there is none. */
  static read(path: string): History {
    if (!existsSync(path)) {
      throw new LakeliftError('USAGE', 'there is no history of benchmarks', {
        file: path,
        next: 'lakelift bench run --help',
      });
    }
    return told(path, () => History.use(path, new Database(path, { readonly: true }), false));
  }

  private static use(path: string, db: Database, create: boolean): History {
    try {
      const version = db.pragma('user_version', { simple: true });
      const objects = db.prepare<[], number>('SELECT count(*) FROM sqlite_master').pluck().get() ?? 0;
      if (version !== FORMAT && (objects > 0 || !create)) {
        throw new LakeliftError('USAGE', 'the file is no history of benchmarks of this version', { file: path });
      }
      db.pragma('foreign_keys = ON');
      if (create) {
        db.exec(SCHEMA);
        db.pragma(`user_version = ${FORMAT}`);
      }
      return new History(db, path);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Appends a run and returns its number. Throws NO_SPACE or LOCKED when the file cannot take it; nothing of the run is in it then. */
  append(run: BenchRun): number {
    return told(this.path, () => this.insert(run));
  }

  private insert({ metrics, ...document }: BenchRun): number {
    const insert = this.db.prepare('INSERT INTO runs (suite, started_at, fingerprint, document) VALUES (?, ?, ?, ?)');
    const sample = this.db.prepare('INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?, ?)');
    return this.db.transaction(() => {
      const { suite, startedAt, machine } = document;
      const id = Number(insert.run(suite, startedAt, fingerprint(machine), JSON.stringify(document)).lastInsertRowid);
      for (const { name, pairs } of metrics) {
        pairs.forEach(({ before, after }, index) =>
          sample.run(id, name, index, before.wallMs, before.cpuMs, after.wallMs, after.cpuMs),
        );
      }
      return id;
    })();
  }

  /** All runs, the oldest first. */
  runs(): StoredRun[] {
    const rows = this.db
      .prepare<[], { id: number; suite: string; started_at: number; fingerprint: string; document: string }>(
        'SELECT * FROM runs ORDER BY id',
      )
      .all();
    return rows.map(({ id, suite, started_at, fingerprint, document }) => ({
      id,
      suite,
      startedAt: started_at,
      fingerprint,
      document: readDocument(document),
    }));
  }

  /** Throws USAGE when there is no run of this number. */
  find(id: number): StoredRun {
    const run = this.runs().find((one) => one.id === id);
    if (run !== undefined) return run;
    throw new LakeliftError('USAGE', `there is no run ${id}`, { file: this.path });
  }

  /** The samples of a run, by metric. */
  metrics(run: number): Metric[] {
    const rows = this.db
      .prepare<[number], SampleRow>('SELECT * FROM samples WHERE run = ? ORDER BY metric, pair')
      .all(run);
    const found = new Map<string, Metric['pairs'][number][]>();
    for (const row of rows) {
      const pairs = found.get(row.metric) ?? [];
      pairs.push({
        before: { wallMs: row.before_wall_ms, cpuMs: row.before_cpu_ms },
        after: { wallMs: row.after_wall_ms, cpuMs: row.after_cpu_ms },
      });
      found.set(row.metric, pairs);
    }
    return [...found].map(([name, pairs]) => ({ name, pairs }));
  }

  close(): void {
    this.db.close();
  }
}

/** Does work on the file; what SQLite and the system say against it is told with its name. */
function told<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    if (cause instanceof LakeliftError || code === '') throw cause;
    const details = { file: path, cause };
    if (/^(ENOSPC|SQLITE_(FULL|IOERR_WRITE|IOERR_FSYNC))/.test(code)) {
      const next = 'free space, or name another --out, then run again';
      throw new LakeliftError('NO_SPACE', `the history cannot be written: ${message}`, { ...details, next });
    }
    if (code.startsWith('SQLITE_BUSY')) {
      throw new LakeliftError('LOCKED', 'another process holds the history', { ...details, next: 'wait for its end' });
    }
    throw new LakeliftError('USAGE', `the file cannot be used: ${message}`, details);
  }
}

/** Runs of earlier versions have the phases of one engine, not a list of each. */
function readDocument(text: string): StoredRun['document'] {
  const document = JSON.parse(text) as StoredRun['document'];
  if (document.phases === undefined) return document;
  return { ...document, phases: [document.phases].flat() };
}
