import { sortedAnnotations, statisticsKind } from '../annotations.js';
import type { Annotations, ColumnStatistics, Constraint, ConstraintKind, Grant } from '../annotations.js';
import type { HiveTable } from '../model.js';
import { ANNOTATION_METHODS as METHODS } from './annotation-methods.js';
import { OBJECT_TYPE } from './annotation-structs.js';
import type { FailoverClient } from './client.js';
import { CATALOG, toConstraints, toGrant, toStatistics } from './convert-annotations.js';
import type { Method } from './methods.js';
import { Questions } from './questions.js';

/** Everything a server keeps beside a table. What it refuses to tell is named in `notRead`. */
export async function readAnnotations(client: FailoverClient, table: HiveTable): Promise<Annotations> {
  const questions = new TableQuestions(client, table);
  const statistics = await questions.statistics();
  const constraints = await questions.allConstraints();
  const grants = await questions.grants();
  for (const { name } of [...table.storage.columns, ...table.partitionKeys]) {
    grants.push(...(await questions.grants(name)));
  }
  return sortedAnnotations({ statistics, constraints, grants, notRead: questions.notRead });
}

interface Request {
  readonly request?: Partial<Readonly<Record<'catalog' | 'database' | 'table', string | undefined>>> | undefined;
}

/** The questions about one table. */
class TableQuestions extends Questions {
  readonly #table: HiveTable;
  readonly #at: { readonly database: string; readonly table: string };

  constructor(client: FailoverClient, table: HiveTable) {
    super(client);
    this.#table = table;
    this.#at = { database: table.database, table: table.name };
  }

  async statistics(): Promise<ColumnStatistics[]> {
    const known = this.#table.storage.columns.filter(({ type }) => statisticsKind(type) !== undefined);
    const columns = known.map(({ name }) => name);
    if (columns.length === 0 || /VIEW/.test(this.#table.tableType)) return [];
    const request = { ...this.#at, columns };
    return this.ask('column statistics', METHODS.tableStatistics, { request }, ({ found = [] }) =>
      found.flatMap((each) => toStatistics(each) ?? []),
    );
  }

  async allConstraints(): Promise<Constraint[]> {
    return [
      ...(await this.#constraints('primary key', METHODS.primaryKeys)),
      ...(await this.#constraints('foreign key', METHODS.foreignKeys)),
      ...(await this.#constraints('unique', METHODS.uniqueConstraints)),
      ...(await this.#constraints('not null', METHODS.notNullConstraints)),
      ...(await this.#constraints('default', METHODS.defaultConstraints)),
      ...(await this.#constraints('check', METHODS.checkConstraints)),
    ];
  }

  /** Those of all principals on the table or one column, as HiveMetaStore.list_privileges has it when none is named. */
  async grants(column?: string): Promise<Grant[]> {
    const objectType = column === undefined ? OBJECT_TYPE.table : OBJECT_TYPE.column;
    const object = { objectType, ...this.#at, ...(column === undefined ? {} : { column }) };
    const what = column === undefined ? 'grants' : `grants on the column ${column}`;
    return this.ask(what, METHODS.privileges, { object }, (found) => found.map(toGrant));
  }

  #constraints(
    kind: ConstraintKind,
    method: Method<Request, { found?: Parameters<typeof toConstraints>[1] | undefined }>,
  ): Promise<Constraint[]> {
    const request = { catalog: CATALOG, ...this.#at };
    return this.ask(`${kind} constraints`, method, { request }, ({ found = [] }) => toConstraints(kind, found));
  }
}
