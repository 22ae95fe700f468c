import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../migrate/journal.js';
import type { TablePlan } from '../../migrate/plan-types.js';
import { Database } from '../../sqlite/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-journal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a journal', () => {
  it('whose text has zeros, as SQLite reads a page that was cut off, is damaged', () => {
    const path = join(folder, 'journal.db');
    const journal = openJournal(path);
    const plan = { id: 'p', sourceId: 's', database: 'd', table: 't', outputs: [] } as unknown as TablePlan;
    journal.begin(plan, 'file:///lake');
    expect(journal.plan('p')).toEqual(plan);
    const file = new Database(path);
    file.exec(`UPDATE tables SET plan = substr(plan, 1, length(plan) - 8) || char(0) || '"}'`);
    file.close();
    expect(() => journal.plan('p')).toThrow(expect.objectContaining({ code: 'CORRUPT', place: { file: path } }));
    journal.close();
  });
});
