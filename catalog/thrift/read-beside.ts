import { sortedBy, sortedGrants, sortedStatistics, statisticsKind } from '../annotations.js';
import type { Grant } from '../annotations.js';
import { hasPartitionGrants, memberName } from '../beside.js';
import type { DatabaseAnnotations, PartitionAnnotations, PartitionAnnotationsPage, Role, Roles } from '../beside.js';
import { PARTITION_PAGE } from '../model.js';
import type { HiveTable } from '../model.js';
import { partitionSpec } from '../partition-name.js';
import { ANNOTATION_METHODS as METHODS } from './annotation-methods.js';
import { catalogNames } from './catalogs.js';
import type { FailoverClient } from './client.js';
import { objectAt, toGrant, toStatistics } from './convert-annotations.js';
import type { GrantPlace } from './convert-annotations.js';
import { toFunction, toMember } from './convert-beside.js';
import { Questions } from './questions.js';

/** Functions of a database and grants on it. */
export async function readDatabaseAnnotations(client: FailoverClient, database: string): Promise<DatabaseAnnotations> {
  const questions = new Questions(client);
  const names = await questions.ask('functions', METHODS.functionNames, { database, pattern: '*' }, (all) => all);
  const functions = [];
  for (const name of names) {
    const one = (found: Parameters<typeof toFunction>[0]) => [toFunction(found)];
    functions.push(...(await questions.ask(`the function ${name}`, METHODS.getFunction, { database, name }, one)));
  }
  const grants = await grantsOn(questions, 'grants', { database });
  const { notRead } = questions;
  return { functions: sortedBy(functions, ({ name }) => name), grants: sortedGrants(grants), notRead };
}

const grantsOn = (questions: Questions, what: string, at: GrantPlace, column?: string): Promise<Grant[]> =>
  questions.ask(what, METHODS.privileges, { object: objectAt(at, column) }, (found) => found.map(toGrant));

export async function readRoles(client: FailoverClient): Promise<Roles> {
  const questions = new Questions(client);
  const names = await questions.ask('roles', METHODS.roleNames, {}, (all) => all);
  const roles: Role[] = [];
  for (const name of names) {
    const args = { request: { role: name } };
    const members = await questions.ask(`members of the role ${name}`, METHODS.members, args, ({ found = [] }) =>
      found.map(toMember),
    );
    roles.push({ name, members: sortedBy(members, memberName) });
  }
  return { roles: sortedBy(roles, ({ name }) => name), notRead: questions.notRead };
}

/** Such servers answer with an empty list, whoever has grants; 3.1.3 and 4.0.1 were tried. */
const UNTOLD = 'grants on columns of partitions: a Metastore of Hive 3 or later does not tell them';

/** Statistics of a thousand partitions come in one answer; grants are asked for one by one, where the table says that there are some. */
export async function* readPartitionAnnotations(
  client: FailoverClient,
  table: HiveTable,
  names: readonly string[],
): AsyncGenerator<PartitionAnnotationsPage> {
  const keys = table.partitionKeys.map(({ name }) => name);
  const untold = hasPartitionGrants(table.parameters) && (await catalogNames(client)) !== undefined ? [UNTOLD] : [];
  for (let start = 0; start < names.length; start += PARTITION_PAGE) {
    const questions = new Questions(client);
    const page = names.slice(start, start + PARTITION_PAGE);
    const statistics = await statisticsOf(questions, table, page);
    const partitions: PartitionAnnotations[] = [];
    for (const name of page) {
      const spec = partitionSpec(name);
      const values = keys.map((key) => spec.get(key) ?? '');
      const grants = await grantsOf(questions, table, values);
      const own = (statistics.get(name) ?? []).flatMap((each) => toStatistics(each) ?? []);
      if (own.length === 0 && grants.length === 0) continue;
      partitions.push({ values, statistics: sortedStatistics(own), grants: sortedGrants(grants) });
    }
    const notRead = [...new Set([...untold, ...questions.notRead])];
    if (partitions.length > 0 || notRead.length > 0) yield { partitions, notRead };
  }
}

type OfPartition = Parameters<typeof toStatistics>[0][];

async function statisticsOf(
  questions: Questions,
  { database, name: table, storage }: HiveTable,
  partitions: string[],
): Promise<ReadonlyMap<string, OfPartition>> {
  const columns = storage.columns.filter(({ type }) => statisticsKind(type) !== undefined).map(({ name }) => name);
  if (columns.length === 0) return new Map();
  const request = { database, table, columns, partitions };
  const answer = await questions.ask(
    'statistics of partitions',
    METHODS.partitionStatistics,
    { request },
    ({ found = {} }): [string, OfPartition][] => Object.entries(found),
  );
  return new Map(answer);
}

async function grantsOf(questions: Questions, table: HiveTable, partition: string[]): Promise<Grant[]> {
  if (!hasPartitionGrants(table.parameters)) return [];
  const at = { database: table.database, table: table.name, partition };
  const grants = await grantsOn(questions, 'grants on partitions', at);
  for (const { name } of table.storage.columns)
    grants.push(...(await grantsOn(questions, 'grants on columns of partitions', at, name)));
  return grants;
}
