import type { Annotations } from '../annotations.js';
import type { PartitionAnnotations } from '../beside.js';
import type { HiveDatabase, HivePartition, HiveTable, Metastore } from '../model.js';
import { CARRIED_CONSTRAINTS, SOURCE_PREFIX, isPaimon, paimonDatabase, paimonTable } from '../paimon-table.js';
import { partitionName } from '../partition-name.js';
import {
  annotationFacts,
  databaseAnnotationFacts,
  databaseFacts,
  partitionAnnotationFacts,
  partitionFacts,
  roleFacts,
  tableFacts,
} from './facts.js';
import type { Facts } from './facts.js';

/** One property that two metastores hold differently; the side that lacks it is undefined. */
export interface Difference {
  /** `database`, `database.table` or `database.table/key=value`. */
  readonly object: string;
  readonly property: string;
  readonly first?: string;
  readonly second?: string;
}

/** Parameters a metastore or an engine writes by itself; they say nothing that a table is made with. */
const KEPT_BY_METASTORE = new RegExp(
  '^parameter (lakelift\\.source\\.)?(transient_lastDdlTime|last_modified_(by|time)|numFiles|numFilesErasureCoded|numRows|numPartitions' +
    '|totalSize|rawDataSize|COLUMN_STATS_ACCURATE|STATS_GENERATED.*|bucketing_version)$',
);

/**
 * The differences of two databases. One that holds migrated tables, with the place of its source, is compared with what a migration makes
 * of the first, unless that holds such tables, too.
 */
export function compareDatabases(first: HiveDatabase, second: HiveDatabase): Difference[] {
  const [one, other] = [first, second].map(({ parameters }) => parameters[`${SOURCE_PREFIX}location`] !== undefined);
  const expected = !one && other ? paimonDatabase(first, `${second.location}/t`) : first;
  return differences(first.name, databaseFacts(expected), databaseFacts(second));
}

/** The differences of functions and grants of a database that both sides have; none where one side cannot tell. */
export async function compareBesideDatabase(first: Metastore, second: Metastore, name: string): Promise<Difference[]> {
  const [one, other] = [await first.databaseAnnotations(name), await second.databaseAnnotations(name)];
  if (one.notRead.length > 0 || other.notRead.length > 0) return [];
  return differences(name, databaseAnnotationFacts(one), databaseAnnotationFacts(other));
}

/** The differences of roles and their members; none where one side cannot tell. */
export async function compareRoles(first: Metastore, second: Metastore): Promise<Difference[]> {
  const [one, other] = [await first.roles(), await second.roles()];
  if (one.notRead.length > 0 || other.notRead.length > 0) return [];
  return differences('roles', roleFacts(one.roles), roleFacts(other.roles));
}

/**
 * The differences of one table in two metastores, then those of its partitions, streamed. A Paimon table is compared with what a migration
 * makes of a Hive table, which keeps the source's facts as `lakelift.source.*`; its partitions are Paimon's own business then.
 */
export async function* compareTables(first: Side, second: Side): AsyncGenerator<Difference> {
  const object = `${first.table.database}.${first.table.name}`;
  const migrated = isPaimon(second.table) && !isPaimon(first.table);
  const annotations = await first.metastore.annotations(first.table);
  const expected = migrated ? asMigrated(first.table, second.table, annotations) : first.table;
  yield* differences(object, tableFacts(expected), tableFacts(second.table));
  const [one, other] = [annotations, await second.metastore.annotations(second.table)].map((each) =>
    annotationFacts(comparable(each, migrated, isPaimon(second.table))),
  );
  yield* differences(object, one!, other!);
  if (migrated) return;
  yield* comparePartitions(object, first, second);
  yield* comparePartitionAnnotations(object, first, second);
}

/** What both sides should have: a Paimon table in a Metastore has no statistics, as Hive would go on trusting them after the next write. */
function comparable(
  { statistics, constraints, ...rest }: Annotations,
  migrated: boolean,
  paimon: boolean,
): Annotations {
  return {
    ...rest,
    statistics: paimon ? [] : statistics,
    constraints: constraints.filter(({ kind }) => !migrated || CARRIED_CONSTRAINTS.includes(kind)),
  };
}

function asMigrated(source: HiveTable, lake: HiveTable, annotations: Annotations): HiveTable {
  return paimonTable({
    table: source,
    partitions: [],
    lakeLocation: lake.storage.location,
    annotations,
    paimonColumns: [...source.storage.columns, ...source.partitionKeys],
  }).table;
}

/** A table where one of the two sides has it. */
interface Side {
  readonly metastore: Metastore;
  readonly table: HiveTable;
}

/** The facts of the first side's partitions are held, those of the second side compared as they come. */
async function* comparePartitions(object: string, first: Side, second: Side): AsyncGenerator<Difference> {
  const keys = first.table.partitionKeys.map(({ name }) => name);
  const nameOf = ({ values }: HivePartition): string => `${object}/${partitionName(keys, values)}`;
  const waiting = new Map<string, Facts>();
  for await (const page of first.metastore.partitions(first.table)) {
    for (const partition of page) waiting.set(nameOf(partition), partitionFacts(partition));
  }
  for await (const page of second.metastore.partitions(second.table)) {
    for (const partition of page) {
      const name = nameOf(partition);
      const known = waiting.get(name);
      waiting.delete(name);
      if (known === undefined) yield { object: name, property: 'partition', second: 'present' };
      else yield* differences(name, known, partitionFacts(partition));
    }
  }
  for (const name of waiting.keys()) yield { object: name, property: 'partition', first: 'present' };
}

/** Like the partitions themselves; a Paimon table in a Metastore has no statistics. */
async function* comparePartitionAnnotations(object: string, first: Side, second: Side): AsyncGenerator<Difference> {
  const keys = first.table.partitionKeys.map(({ name }) => name);
  const factsOf = ({ statistics, grants, values }: PartitionAnnotations): Facts =>
    partitionAnnotationFacts({ values, grants, statistics: isPaimon(second.table) ? [] : statistics });
  const nameOf = ({ values }: PartitionAnnotations): string => `${object}/${partitionName(keys, values)}`;
  const waiting = new Map<string, Facts>();
  for await (const { partitions } of first.metastore.partitionAnnotations(first.table))
    for (const each of partitions) waiting.set(nameOf(each), factsOf(each));
  for await (const { partitions } of second.metastore.partitionAnnotations(second.table)) {
    for (const each of partitions) {
      const name = nameOf(each);
      yield* differences(name, waiting.get(name) ?? NO_FACTS, factsOf(each));
      waiting.delete(name);
    }
  }
  for (const [name, known] of waiting) yield* differences(name, known, NO_FACTS);
}

const NO_FACTS: Facts = new Map();

function differences(object: string, first: Facts, second: Facts): Difference[] {
  const properties = [...new Set([...first.keys(), ...second.keys()])].filter(
    (property) => !KEPT_BY_METASTORE.test(property) && first.get(property) !== second.get(property),
  );
  return properties.map((property) => {
    const [one, other] = [first.get(property), second.get(property)];
    return {
      object,
      property,
      ...(one === undefined ? {} : { first: one }),
      ...(other === undefined ? {} : { second: other }),
    };
  });
}
