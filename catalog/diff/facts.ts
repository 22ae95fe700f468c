import { createHash } from 'node:crypto';
import type { HiveColumn, HiveDatabase, HivePartition, HiveTable, StorageDescriptor } from '../model.js';

import { grantName } from '../annotations.js';
import type { Annotations, Grant } from '../annotations.js';
import { OWN_ROLES, memberName } from '../beside.js';
import type { DatabaseAnnotations, PartitionAnnotations, Role } from '../beside.js';

/** What is known of a database, table or partition, by the name of the property. */
export type Facts = ReadonlyMap<string, string>;

export function databaseFacts({ description, location, owner, ownerType, parameters }: HiveDatabase): Facts {
  return facts([
    ['comment', description],
    ['location', plainLocation(location)],
    ['owner', owner],
    ['owner type', ownerType],
    ...named('parameter', parameters),
  ]);
}

/** Creation time left out: a metastore sets it anew for every table it is given. */
export function tableFacts(table: HiveTable): Facts {
  return facts([
    ['type', table.tableType],
    ['owner', table.owner],
    ...named('parameter', table.parameters),
    ...columnFacts('partition key', table.partitionKeys),
    ...columnFacts('column', table.storage.columns),
    ...storageFacts(table.storage),
    ['view', table.viewText],
  ]);
}

/** The columns as one checksum: partitions are many, and mostly repeat their table's. */
export function partitionFacts({ parameters, storage }: HivePartition): Facts {
  const columns = checksum(storage.columns);
  return facts([...named('parameter', parameters), ['columns', columns], ...storageFacts(storage)]);
}

/** Constraints by what they say, as the name of one must be new in a metastore that has it already; grants by whom they are for. */
export function annotationFacts({ statistics, constraints, grants }: Annotations): Facts {
  return facts([
    ...statistics.map(({ column, ...rest }): Entry => [`statistics of column ${column}`, sortedJson(rest)]),
    ...constraints.map(({ kind, columns, references, expression, enabled, validated, rely }): Entry => {
      const says = sortedJson({ references, expression, enabled, validated, rely });
      return [`${kind} (${columns.join(', ')})`, says];
    }),
    ...grants.map(grantFact),
  ]);
}

const granted = ({ grantOption }: { readonly grantOption: boolean }): string =>
  grantOption ? 'with grant option' : 'granted';

const grantFact = (grant: Grant): Entry => [`grant ${grantName(grant)}`, granted(grant)];

/** Functions and grants of a database; creation times are left out, as a metastore sets them anew. */
export function databaseAnnotationFacts({ functions, grants }: DatabaseAnnotations): Facts {
  return facts([
    ...functions.map(({ name, className, owner, ownerType, resources }): Entry => {
      return [`function ${name}`, sortedJson({ className, owner, ownerType, resources })];
    }),
    ...grants.map(grantFact),
  ]);
}

/** Roles and their members. Those that every Metastore makes count by their members only. */
export function roleFacts(roles: readonly Role[]): Facts {
  return facts(
    roles.flatMap(({ name, members }): Entry[] => [
      ...(OWN_ROLES.includes(name) ? [] : [[`role ${name}`, 'present'] as const]),
      ...members.map((member): Entry => [`member ${memberName(member)} of role ${name}`, granted(member)]),
    ]),
  );
}

/** Statistics as one checksum: partitions are many. */
export function partitionAnnotationFacts({ statistics, grants }: PartitionAnnotations): Facts {
  const all = statistics.length === 0 ? undefined : checksum(statistics.map(sortedJson));
  return facts([['statistics of columns', all], ...grants.map(grantFact)]);
}

const checksum = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

const sortedJson = (value: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))));

/** Hive writes `file:/x` for `file:///x`, and a slash at the end means nothing. */
const plainLocation = (location: string): string => location.replace(/^file:\/+/, 'file:/').replace(/\/+$/, '');

type Entry = readonly [property: string, value: string | undefined];

function facts(entries: readonly Entry[]): Facts {
  return new Map(entries.flatMap(([property, value]) => (value === undefined ? [] : [[property, value] as const])));
}

function named(kind: string, entries: Readonly<Record<string, string>>): Entry[] {
  return Object.entries(entries).map(([key, value]) => [`${kind} ${key}`, value]);
}

function columnFacts(kind: string, columns: readonly HiveColumn[]): Entry[] {
  const order: Entry = [`${kind}s`, columns.map(({ name }) => name).join(', ')];
  const each = columns.flatMap(({ name, type, comment }): Entry[] => [
    [`type of ${kind} ${name}`, type],
    [`comment of ${kind} ${name}`, comment],
  ]);
  return [order, ...each];
}

function storageFacts(storage: StorageDescriptor): Entry[] {
  const bucketed = storage.bucketColumns.length > 0 && storage.buckets > 0;
  const sorts = storage.sortColumns.map(({ name, descending }) => `${name}${descending ? ' DESC' : ''}`);
  return [
    ['location', plainLocation(storage.location)],
    ['input format', storage.inputFormat],
    ['output format', storage.outputFormat],
    ['serde', storage.serde],
    ...named('serde property', storage.serdeParameters),
    ...named('storage parameter', storage.parameters),
    ['buckets', bucketed ? `${storage.bucketColumns.join(', ')} into ${String(storage.buckets)}` : undefined],
    ['sorted by', sorts.length > 0 ? sorts.join(', ') : undefined],
    ['skewed by', storage.skew === undefined ? undefined : JSON.stringify([storage.skew.columns, storage.skew.values])],
    ['stored as directories', storage.storedAsSubDirectories ? 'yes' : undefined],
  ];
}
