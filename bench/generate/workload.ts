/** A table of a workload: a query for its rows, the columns its directories are partitioned by, and that which says what goes into one file. */
export interface WorkloadTable {
  readonly name: string;
  readonly query: string;
  readonly partitionBy?: readonly string[];
  readonly fileBy?: string;
}

/** Tables whose rows are drawn by hashes: the same ones every time. */
export interface Workload {
  /** Name of its database. */
  readonly name: string;
  /** Files in each partition of its largest table, where the user says nothing. */
  readonly batches: number;
  /** `scale` as TPC has it; `batches` files in each partition of the tables that hourly loads leave in bad shape. */
  readonly tables: (scale: number, batches: number) => WorkloadTable[];
}

/** SQL for one of the texts, by a number that is no less than 0. */
export const oneOf = (texts: readonly string[], draw: string): string =>
  `[${texts.map((text) => `'${text}'`).join(', ')}][1 + (${draw} % ${texts.length})::INTEGER]`;

/** SQL for a number of cents as a decimal of so many digits, two of them behind the point. */
export const money = (cents: string, digits: number): string =>
  `((${cents})::BIGINT::DECIMAL(18,0) / 100)::DECIMAL(${digits},2)`;

/** SQL for the number of the file, out of `batches`, that a row goes to. */
export const fileOf = (draw: string, batches: number): string => `lpad((${draw} % ${batches})::VARCHAR, 5, '0')`;
