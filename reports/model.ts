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

/** One level of proof: how many things were checked and what was wrong with them. */
export interface ReportLevel {
  readonly level: number;
  readonly name: string;
  readonly checked: number;
  readonly differences: readonly ReportDifference[];
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
}

/** A small table of measured values, for example query times before and after. Cells are shown as given. */
export interface ReportMeasures {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Report {
  readonly title: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** URLs without credentials. */
  readonly source: string;
  readonly target: string;
  /** Tables that were not verified at all, with the reason: refused, failed, not migrated. */
  readonly leftOut: readonly { readonly table: string; readonly reason: string }[];
  readonly tables: readonly ReportTable[];
  readonly measures?: readonly ReportMeasures[];
}

/** True when every table passed and none was left out. */
export function passed(report: Report): boolean {
  return report.leftOut.length === 0 && report.tables.every((table) => table.passed);
}
