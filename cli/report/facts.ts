import { existsSync, statSync } from 'node:fs';
import { openMetastore } from '../../catalog/index.js';
import { LakeliftError } from '../../errors/index.js';
import { openJournal } from '../../migrate/index.js';
import type { MigrationPlan } from '../../migrate/index.js';
import type { Report, ReportProperty, ReportSpan } from '../../reports/index.js';
import type { Options } from '../options.js';
import type { Session } from '../session.js';
import { redact } from '../redact.js';
import { environment } from './environment.js';
import { propertyDifferences } from './properties.js';
import { reproduce } from './reproduce.js';
import { timelineOf } from './timeline.js';

/** What a report says beyond the verdicts. */
export interface ReportFacts extends Partial<
  Pick<Report, 'source' | 'target' | 'environment' | 'reproduce' | 'timeline'>
> {
  /** By `database.table`. */
  readonly properties?: ReadonlyMap<string, readonly ReportProperty[]>;
}

/** Gathers the facts of a report from the journal and the catalog; what is not there is left out. */
export async function reportFacts(
  session: Session,
  plan: MigrationPlan,
  options: Options,
  level: number,
): Promise<ReportFacts> {
  const { statePath, catalogPath } = session.context;
  return {
    source: redact(options.source),
    target: redact(options.target),
    environment: environment(),
    reproduce: reproduce(options, level),
    timeline: existsSync(statePath) ? journaledTimeline(statePath, session.target.url, plan) : [],
    // A run that ended while it made the catalog leaves an empty file.
    properties:
      (statSync(catalogPath, { throwIfNoEntry: false })?.size ?? 0) > 0
        ? await catalogDifferences(catalogPath, plan)
        : new Map(),
  };
}

function journaledTimeline(statePath: string, target: string, plan: MigrationPlan): ReportSpan[] {
  const journal = openJournal(statePath);
  try {
    const timings = plan.tables.flatMap(({ database, table }) => {
      const id = journal.find(target, database, table)?.id;
      if (id === undefined) return [];
      return journal.timings(id).map((timing) => ({ ...timing, table: `${database}.${table}` }));
    });
    return timelineOf(timings);
  } finally {
    journal.close();
  }
}

async function catalogDifferences(path: string, plan: MigrationPlan): Promise<Map<string, ReportProperty[]>> {
  const catalog = await openMetastore(`sqlite:${path}`);
  try {
    const found = new Map<string, ReportProperty[]>();
    for (const { database, table, hiveTable, status } of plan.tables) {
      if (status === 'refused') continue;
      try {
        const entry = await catalog.getTable(database, table);
        found.set(`${database}.${table}`, propertyDifferences(hiveTable, entry));
      } catch (error) {
        // A table that was not migrated yet is not in the catalog; that is said elsewhere.
        if (!(error instanceof LakeliftError) || error.code !== 'TABLE_UNKNOWN') throw error;
      }
    }
    return found;
  } finally {
    await catalog.close();
  }
}
