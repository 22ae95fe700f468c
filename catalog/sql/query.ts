/** A value of a query; a list stands for `IN (?)`. */
export type Parameter = string | number | readonly number[];

/**
 * A SELECT on the tables of a Hive Metastore, in words every database with such tables understands: names of tables and columns, and aliases,
 * in double quotes, `?` for each parameter, `||` to join texts.
 */
export interface Query {
  readonly sql: string;
  readonly params: readonly Parameter[];
}

/**
 * Something read query by query: it yields a query and goes on with the rows. So one text serves a SQLite file, which answers at once, and
 * databases across a network. Numbers come as numbers, flags as 0 and 1, what is NULL as null.
 */
export type Reading<T> = Generator<Query, T, readonly unknown[]>;

/** The rows of one query. The caller names their shape, as the columns of the query have it. */
export function* rows<Row>(sql: string, ...params: readonly Parameter[]): Reading<Row[]> {
  return (yield { sql, params }) as Row[];
}

/** Ends a reading by the answers of a database across a network. */
export async function readBy<T>(reading: Reading<T>, ask: (query: Query) => Promise<readonly unknown[]>): Promise<T> {
  for (let step = reading.next(); ; step = reading.next(await ask(step.value)))
    if (step.done === true) return step.value;
}
