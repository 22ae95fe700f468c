import { EXIT, isOfOneTable } from '../errors/index.js';
import type { SerializedError } from '../errors/index.js';
import type { MigrationPlan, Refusal, TablePlan } from '../migrate/index.js';
import { openJournal } from '../migrate/index.js';
import { renderHtml, renderJson, renderJunit, sampleLine } from '../reports/index.js';
import type { Report, ReportMeasures, ReportTable } from '../reports/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import { addEngineLevel, verifyTable } from '../verify/index.js';
import type { Level, RecordedFile, SparkEngine, TableVerification } from '../verify/index.js';
import { existsSync } from 'node:fs';
import type { Options } from './options.js';
import type { Output } from './output.js';
import { redact } from './redact.js';
import type { ReportFacts } from './report/facts.js';

interface Stores {
  readonly source: SourceStore;
  readonly target: TargetStore;
}

/** How much proof is asked for. */
export interface Proof {
  readonly level: Level;
  /** Rows that differ to name, at most, for each table. */
  readonly samples?: number;
  /** Asked at level 4. */
  readonly engine?: SparkEngine | undefined;
}

/** What came of tables: verdicts, and by name those of which there is none, with what kept them from being read. */
export interface Verified {
  readonly verifications: readonly TableVerification[];
  readonly failed: ReadonlyMap<string, SerializedError>;
}

/**
 * Verifies planned tables one after the other, and stops between them when the signal is raised. `statePath` is the journal that
 * recorded the checksums of what was written. A table that cannot be read fails, and the others go on.
 */
export async function verifyTables(
  stores: Stores,
  plans: readonly TablePlan[],
  proof: Proof,
  statePath: string,
  show: (verification: TableVerification) => void,
  signal?: AbortSignal,
): Promise<Verified> {
  const verifications: TableVerification[] = [];
  const failed = new Map<string, SerializedError>();
  for (const plan of plans) {
    signal?.throwIfAborted();
    const recorded = recordedFiles(statePath, stores.target.url, plan);
    const { level, samples, engine } = proof;
    const context = { ...stores, plan, recorded, ...(samples === undefined ? {} : { samples }) };
    try {
      const verification = await verifyTable(context, level);
      // The engine is asked about all tables at once, after this.
      if (engine === undefined) show(verification);
      verifications.push(verification);
    } catch (error) {
      if (!isOfOneTable(error)) throw error;
      failed.set(`${plan.database}.${plan.table}`, error.toJSON());
    }
  }
  if (proof.engine === undefined) return { verifications, failed };
  const read = plans.filter(({ database, table }) => !failed.has(`${database}.${table}`));
  const complete = await addEngineLevel(stores.target, proof.engine, read, verifications, signal);
  for (const verification of complete) show(verification);
  return { verifications: complete, failed };
}

function recordedFiles(statePath: string, target: string, plan: TablePlan): ReadonlyMap<string, RecordedFile> {
  if (!existsSync(statePath)) return new Map();
  const journal = openJournal(statePath);
  try {
    const id = journal.find(target, plan.database, plan.table)?.id;
    const outputs = id === undefined ? [] : [...journal.outputs(id).values()];
    return new Map(
      outputs.map(({ path, crc32c, length }) => [
        path,
        { ...(crc32c === undefined ? {} : { crc32c }), ...(length === undefined ? {} : { size: length }) },
      ]),
    );
  } finally {
    journal.close();
  }
}

/** The report of a verification; refused tables and those in `failed` are left out with their reason. */
export function reportOf(
  plan: MigrationPlan,
  tables: readonly TableVerification[],
  failed: ReadonlyMap<string, SerializedError> = new Map(),
  measures: readonly ReportMeasures[] = [],
  facts: ReportFacts = {},
): Report {
  const verified = new Set(tables.map(({ table }) => table));
  const leftOut = plan.tables.flatMap((table) => {
    const name = `${table.database}.${table.table}`;
    if (verified.has(name)) return [];
    const error = failed.get(name);
    const reasons = new Set(table.refusals.map((refusal) => refusal.reason));
    const reason = error?.message ?? [...reasons].join('; ');
    const against = error === undefined || table.refusals.length > 0 ? table.refusals : [{ ...error, reason }];
    const refusals = against.map(refusalOf);
    const listed = refusals.length === 0 ? {} : { refusals };
    return [{ table: name, reason: reason === '' ? 'not migrated' : reason, ...listed }];
  });
  const planIds = new Map(plan.tables.map(({ database, table, id }) => [`${database}.${table}`, id]));
  const { properties, ...others } = facts;
  return {
    title: 'Verification of a migration',
    generatedAt: new Date().toISOString(),
    source: redact(plan.source),
    target: redact(plan.target),
    leftOut,
    tables: tables.map((table) => {
      const found = properties?.get(table.table);
      return { ...table, planId: planIds.get(table.table)!, ...(found === undefined ? {} : { properties: found }) };
    }),
    ...others,
    ...(measures.length === 0 ? {} : { measures }),
  };
}

function refusalOf({ reason, place, next }: Refusal): { reason: string; place?: string; next?: string } {
  const known = [place.partition, place.column, place.file].filter((part) => part !== undefined && part !== '');
  const at = known.length === 0 ? {} : { place: known.join(' ') };
  return { reason, ...at, ...(next === undefined ? {} : { next }) };
}

/** Writes the report files that flags ask for. */
export function writeReports(report: Report, options: Pick<Options, 'report' | 'junit'>, output: Output): void {
  if (options.report !== undefined) {
    output.file(options.report, options.report.endsWith('.json') ? renderJson(report) : renderHtml(report));
    output.line(`report: ${options.report}`);
  }
  if (options.junit !== undefined) output.file(options.junit, renderJunit(report));
}

/** Differences weigh most, then tables that were left out. */
export function exitCodeOfReport({ tables, leftOut }: Report): number {
  if (tables.some(({ passed }) => !passed)) return EXIT.differences;
  return leftOut.length > 0 ? EXIT.tablesFailed : EXIT.ok;
}

/** All verdicts of a report for people. */
export function showReport({ tables, leftOut }: Report, output: Output): void {
  for (const table of tables) showVerification(table, output);
  showLeftOut(leftOut, output);
}

/** Tables of which there is no verdict, for people: why, where, and the next step. */
export function showLeftOut(leftOut: Report['leftOut'], output: Output): void {
  for (const { table, reason, refusals: [first] = [] } of leftOut) {
    const place = first?.place === undefined ? '' : ` (${first.place})`;
    output.line(
      `${table}: not verified, ${reason}${place}${first?.next === undefined ? '' : `\n    next: ${first.next}`}`,
    );
  }
}

/** One table's verdict for people. */
export function showVerification(verification: ReportTable, output: Output): void {
  const { table, passed, level, rows, levels } = verification;
  const counted = rows === undefined || rows.source < 0 ? '' : `, ${rows.target} of ${rows.source} rows`;
  output.line(`${table}: ${passed ? 'verified' : 'DIFFERENT'} at level ${level}${counted}`);
  for (const { name, differences, samples = [] } of levels) {
    for (const { message, partition, column, file, expected, actual } of differences.slice(0, 20)) {
      const place = [partition, column, file].filter((part) => part !== undefined && part !== '').join(' ');
      const values = expected === undefined ? '' : `: expected ${expected}, found ${actual ?? 'nothing'}`;
      output.line(`    ${name}: ${message}${place === '' ? '' : ` (${place})`}${values}`);
    }
    if (differences.length > 20) output.line(`    ${name}: ${differences.length - 20} more differences`);
    for (const sample of samples) output.line(`    ${name}: ${sampleLine(sample)}`);
  }
}
