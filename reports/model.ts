/** What the reports show. These types stand alone: callers' results fit them by structure. */

/** One thing that was expected and not found so; the parts of its place that are known are set. */
export interface ReportDifference {
  readonly message: string;
  readonly partition?: string;
  readonly column?: string;
  readonly file?: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** A row that differs, with its cells as people read them; a side that lacks the row has no texts. */
export interface ReportSample {
  /** changed: other values on the other side. missing: only in the source. extra: only in the target, or there more often. */
  readonly kind: 'changed' | 'missing' | 'extra';
  readonly partition?: string;
  /** File and row. */
  readonly source?: string;
  readonly target?: string;
  /** How often the very same row is on either side. */
  readonly times?: { readonly source: number; readonly target: number };
  readonly columns: readonly { readonly name: string; readonly source?: string; readonly target?: string }[];
}

/** One level of proof: how many things were checked and what was wrong with them. */
export interface ReportLevel {
  readonly level: number;
  readonly name: string;
  readonly checked: number;
  readonly differences: readonly ReportDifference[];
  readonly samples?: readonly ReportSample[];
}

/** How many files are how large, before and after. */
export interface ReportSizes {
  /** Bytes: the upper bounds, included, of all classes but the last, which has none. */
  readonly bounds: readonly number[];
  /** Files of the source by class: one number more than there are bounds. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** A property of a table in the source's metastore and in the catalog of the migrated tables; undefined where it is not set. */
export interface ReportProperty {
  readonly name: string;
  readonly source?: string;
  readonly target?: string;
}

export interface ReportTable {
  /** `database.table`. */
  readonly table: string;
  /** The level asked for. */
  readonly level: number;
  readonly passed: boolean;
  /** Sentences saying what the verdict does not cover. */
  readonly notVerified: readonly string[];
  readonly levels: readonly ReportLevel[];
  readonly rows?: { readonly source: number; readonly target: number };
  /** Hash of the plan the table was compared with: of source, target and options. */
  readonly planId?: string;
  readonly sizes?: ReportSizes;
  /** Properties that are not the same on both sides, or not all kept. */
  readonly properties?: readonly ReportProperty[];
}

/** A small table of measured values, for example query times before and after. Cells are shown as given. */
export interface ReportMeasures {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A time in which a worker wrote files of a table; milliseconds since the epoch. */
export interface ReportSpan {
  readonly worker: number;
  readonly table: string;
  readonly from: number;
  readonly to: number;
}

/** A table that was not verified at all, with the reason: refused, failed, not migrated. */
export interface ReportLeftOut {
  readonly table: string;
  readonly reason: string;
  /** Each reason with its place and what to do about it, as far as they are known. */
  readonly refusals?: readonly { readonly reason: string; readonly place?: string; readonly next?: string }[];
}

export interface Report {
  readonly title: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** URLs without credentials. */
  readonly source: string;
  readonly target: string;
  readonly leftOut: readonly ReportLeftOut[];
  readonly tables: readonly ReportTable[];
  readonly measures?: readonly ReportMeasures[];
  /** When which worker wrote, in any order. */
  readonly timeline?: readonly ReportSpan[];
  /** What made the report: versions and machine. */
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  /** Command lines without credentials that do the same again. */
  readonly reproduce?: readonly string[];
}

/** True when every table passed and none was left out. */
export function passed(report: Report): boolean {
  return report.leftOut.length === 0 && report.tables.every((table) => table.passed);
}
