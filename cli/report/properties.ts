import type { HiveColumn, HiveTable } from '../../catalog/index.js';
import type { ReportProperty } from '../../reports/index.js';

/** Under this prefix the catalog keeps parameters that must not act on the migrated table (docs/catalog.md). */
const KEPT_AS = 'lakelift.source.';

/**
 * The properties of a source table that its entry in the catalog of migrated tables does not have as they were: owner, comment, columns and
 * parameters. What a migration changes on purpose (location, storage, the mark of being external) is none of them.
 */
export function propertyDifferences(source: HiveTable, target: HiveTable): ReportProperty[] {
  const parameters = Object.entries(source.parameters).filter(
    ([key]) => key !== 'EXTERNAL' && key !== 'transient_lastDdlTime',
  );
  const pairs: [name: string, source: string | undefined, target: string | undefined][] = [
    ['owner', source.owner, target.owner],
    ['created', seconds(source.createTime), seconds(target.createTime)],
    ['buckets', bucketsOf(source), bucketsOf(target)],
    ...columnPairs(columnsOf(source), columnsOf(target)),
    ...parameters.map(([key, value]): [string, string, string | undefined] => [
      `parameter ${key}`,
      value,
      target.parameters[key] ?? target.parameters[KEPT_AS + key],
    ]),
  ];
  return pairs.flatMap(([name, a, b]) =>
    a === b ? [] : [{ name, ...(a === undefined ? {} : { source: a }), ...(b === undefined ? {} : { target: b }) }],
  );
}

/** How rows are spread over files, which the migrated table does not follow; undefined without buckets. */
function bucketsOf({ storage }: HiveTable): string | undefined {
  if (storage.buckets <= 0 || storage.bucketColumns.length === 0) return undefined;
  const sorted = storage.sortColumns.map(({ name, descending }) => (descending ? `${name} desc` : name)).join(', ');
  const order = sorted === '' ? '' : `, sorted by ${sorted}`;
  return `${storage.buckets} by ${storage.bucketColumns.join(', ')}${order}`;
}

function columnsOf(table: HiveTable): Map<string, HiveColumn> {
  const all = [...table.storage.columns, ...table.partitionKeys];
  return new Map(all.map((column) => [column.name.toLowerCase(), column]));
}

function columnPairs(
  source: ReadonlyMap<string, HiveColumn>,
  target: ReadonlyMap<string, HiveColumn>,
): [string, string | undefined, string | undefined][] {
  const names = [...new Set([...source.keys(), ...target.keys()])];
  return names.map((name) => [`column ${name}`, describe(source.get(name)), describe(target.get(name))]);
}

function describe(column: HiveColumn | undefined): string | undefined {
  if (column === undefined) return undefined;
  const type = column.type.toLowerCase().replace(/\s/g, '');
  return column.comment === undefined || column.comment === '' ? type : `${type}, "${column.comment}"`;
}

const seconds = (time: number): string => new Date(time * 1000).toISOString();
