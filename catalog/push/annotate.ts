import { grantName } from '../annotations.js';
import type { Annotations, Constraint } from '../annotations.js';
import { LakeliftError } from '../../errors/error.js';
import type { HiveTable } from '../model.js';
import { isPaimon } from '../paimon-table.js';
import type { MetastoreWriter } from '../thrift/writer.js';

/**
 * Adds to a table of a Metastore what it lacks of `wanted`, and changes nothing it has. Returns what cannot be carried: constraints other
 * than keys, and keys of a table that is not there. A Paimon table gets no statistics: a Metastore would mark them as true, and Hive
 * 2.3 would answer from them after later writes.
 */
export async function annotate(
  writer: MetastoreWriter,
  table: HiveTable,
  wanted: Annotations,
  there: Annotations,
): Promise<string[]> {
  const analyzed = new Set(there.statistics.map(({ column }) => column));
  const statistics = isPaimon(table) ? [] : wanted.statistics.filter(({ column }) => !analyzed.has(column));
  if (statistics.length > 0) await writer.setStatistics(table, statistics);
  const granted = new Set(there.grants.map(grantName));
  const grants = wanted.grants.filter((grant) => !granted.has(grantName(grant)));
  if (grants.length > 0) await writer.grant(table, grants);
  const constrained = new Set(there.constraints.map(saysOf));
  const notCarried = [...wanted.notRead];
  for (const constraint of wanted.constraints.filter((each) => !constrained.has(saysOf(each)))) {
    const reason = await addConstraint(writer, table, constraint);
    if (reason !== undefined) notCarried.push(`${saysOf(constraint)}: ${reason}`);
  }
  return notCarried;
}

const saysOf = ({ kind, columns }: Constraint): string => `${kind} (${columns.join(', ')})`;

async function addConstraint(
  writer: MetastoreWriter,
  table: HiveTable,
  constraint: Constraint,
): Promise<string | undefined> {
  if (constraint.kind !== 'primary key' && constraint.kind !== 'foreign key') return 'only keys are pushed';
  try {
    await writer.addKey(table, constraint);
    return undefined;
  } catch (error) {
    // A refusal of the server; a broken connection ends the run.
    if (error instanceof LakeliftError && (error.code === 'IO' || error.code === 'COMMIT_CONFLICT'))
      return error.message;
    throw error;
  }
}
