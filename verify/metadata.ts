import { typeName } from '../formats/index.js';
import { metadataFaults, newTableSchema, type LakeTable, type TableSchema } from '../lake/index.js';
import type { TargetStore } from '../stores/index.js';
import type { Difference, VerifyInput } from './model.js';

/** Part of level 0: the table's schema is the planned one, and its snapshot and hints agree with what is there. */
export async function checkMetadata(target: TargetStore, plan: VerifyInput, lake: LakeTable): Promise<Difference[]> {
  const { columns, partitionKeys, key } = plan;
  const primaryKey = key === undefined ? {} : { primaryKey: key };
  const { timeMillis } = lake.schema;
  const expected = newTableSchema({ columns, partitionKeys, timeMillis, ...primaryKey });
  return [...schemaDifferences(expected, lake.schema), ...(await metadataFaults(target, lake))];
}

/** Comments may be changed at any time, and another writer may have added options: neither is a difference. */
function schemaDifferences(expected: TableSchema, found: TableSchema): Difference[] {
  const differences: Difference[] = [];
  const compare = (what: string, planned: unknown, actual: unknown, column?: string): void => {
    if (planned === actual) return;
    const place = column === undefined ? {} : { column };
    const values = { expected: String(planned), actual: String(actual) };
    differences.push({ message: `the schema has another ${what} than planned`, ...place, ...values });
  };
  compare('list of columns', namesOf(expected), namesOf(found));
  compare('partitioning', expected.partitionKeys.join(), found.partitionKeys.join());
  compare('primary key', expected.primaryKeys.join(), found.primaryKeys.join());
  for (const [index, { name, type, id }] of expected.fields.entries()) {
    const field = found.fields[index];
    if (field === undefined || field.name !== name) continue;
    compare('type', typeName(type), typeName(field.type), name);
    // Later schemas may have given the column a new id.
    if (found.id === 0) compare('field id', id, field.id, name);
  }
  if (found.id === 0) compare('highest field id', expected.highestFieldId, found.highestFieldId);
  for (const [key, value] of Object.entries(expected.options)) compare(`option ${key}`, value, found.options[key]);
  return differences;
}

const namesOf = ({ fields }: TableSchema): string => fields.map(({ name }) => name).join();
