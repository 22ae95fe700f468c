import type { Parameter, Reading } from '../sql/query.js';
import type { Sqlite } from './file.js';

/** Ends a reading on an open file, at once. */
export function readNow<T>(db: Sqlite, reading: Reading<T>): T {
  let step = reading.next();
  while (step.done !== true) {
    const { sql, params } = step.value;
    // A list is one parameter here, whatever its length: each text is compiled once and kept.
    const text = sql.replaceAll('IN (?)', 'IN (SELECT value FROM json_each(?))');
    step = reading.next(db.prepare<(string | number)[]>(text).all(...params.map(bound)));
  }
  return step.value;
}

const bound = (value: Parameter): string | number => (typeof value === 'object' ? JSON.stringify(value) : value);
