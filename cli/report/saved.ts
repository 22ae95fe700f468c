import { existsSync } from 'node:fs';
import { openJournal } from '../../migrate/index.js';
import { parseReport, renderJson } from '../../reports/index.js';
import type { Report } from '../../reports/index.js';

/** Keeps a report in the journal, in place of the last one of the same target. Without a journal there is no place for it. */
export function saveReport(statePath: string, report: Report): void {
  if (!existsSync(statePath)) return;
  const journal = openJournal(statePath);
  try {
    journal.saveReport(report.target, report.generatedAt, renderJson(report));
  } finally {
    journal.close();
  }
}

/** The newest report in a journal, of the given target when it is named. */
export function savedReport(statePath: string, target?: string): Report | undefined {
  if (!existsSync(statePath)) return undefined;
  const journal = openJournal(statePath);
  try {
    const document = journal.report(target);
    return document === undefined ? undefined : parseReport(document);
  } finally {
    journal.close();
  }
}
