import { InvalidArgumentError } from 'commander';
import { LakeliftError } from '../errors/index.js';
import type { KeyRequest } from '../migrate/index.js';
import type { Options } from './options.js';

/** Values by table, names in lower case; '' for all tables. */
export type ByTable = ReadonlyMap<string, readonly string[]>;

const ALL = '';

/**
 * Parses `database.table=value,value,database.table=value`: values without a table belong to the table named last, to all tables when
 * none is. The flag may be given again for more tables. Throws commander's error for an empty part.
 */
export function parseByTable(text: string, previous: ByTable | undefined): ByTable {
  const parsed = new Map(previous);
  let table = ALL;
  const began = new Set<string>();
  for (const part of text.split(',').map((one) => one.trim())) {
    const [, named, value = part] = /^([^=]*)=(.*)$/.exec(part) ?? [];
    if (named !== undefined) table = named.trim().toLowerCase();
    if (value.trim() === '') throw new InvalidArgumentError(`'${text}' has an empty part.`);
    parsed.set(table, [...(began.has(table) ? parsed.get(table)! : []), value.trim().toLowerCase()]);
    began.add(table);
  }
  return parsed;
}

/** The tables that are to have a primary key, by name. Throws USAGE for flags that do not fit together. */
export function keyRequests(options: Options): ReadonlyMap<string, KeyRequest> {
  const {
    primaryKey = new Map<string, string[]>(),
    bucket,
    sequenceField,
    opColumn,
    duplicates,
    changelogProducer,
  } = options;
  const flags = { bucket, 'sequence-field': sequenceField, 'op-column': opColumn };
  for (const [flag, given] of Object.entries(flags)) {
    for (const table of given?.keys() ?? []) {
      if (table === ALL || primaryKey.has(table)) continue;
      throw usage(`--${flag} names ${table}, which has no --primary-key`);
    }
  }
  return new Map(
    [...primaryKey].map(([table, columns]): [string, KeyRequest] => {
      if (!/^[^.]+\.[^.]+$/.test(table)) throw usage(`--primary-key is <database>.<table>=<columns>, not '${table}'`);
      const buckets = bucket?.get(table) ?? bucket?.get(ALL);
      const sequenceFields = sequenceField?.get(table) ?? sequenceField?.get(ALL) ?? [];
      const [operation, ...others] = opColumn?.get(table) ?? opColumn?.get(ALL) ?? [];
      if (others.length > 0) throw usage('--op-column is one column');
      const asked = {
        columns,
        sequenceFields,
        duplicates,
        ...(operation === undefined ? {} : { opColumn: operation }),
        ...(changelogProducer === 'input' ? { changelogProducer } : {}),
      };
      return [table, buckets === undefined ? asked : { ...asked, buckets: bucketsOf(buckets) }];
    }),
  );
}

function bucketsOf(values: readonly string[]): number {
  const [text = '', ...others] = values;
  const count = Number(text);
  if (others.length === 0 && /^\d+$/.test(text) && count >= 1 && count <= 1_000_000) return count;
  throw usage(`--bucket is a whole number from 1 to 1000000, not '${values.join(',')}'`);
}

const usage = (message: string): LakeliftError => new LakeliftError('USAGE', message, { next: 'see --help' });
