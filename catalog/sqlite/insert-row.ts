import type { Sqlite } from './file.js';

/** Inserts one row; what is undefined is NULL. */
export function insertRow(db: Sqlite, table: string, values: Readonly<Record<string, unknown>>): void {
  const columns = Object.keys(values);
  db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(
    Object.values(values).map((value) => value ?? null),
  );
}
