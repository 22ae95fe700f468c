import { grantName } from '../annotations.js';
import type { Annotations, Constraint } from '../annotations.js';
import { LakeliftError } from '../../errors/error.js';
import type { HiveTable } from '../model.js';
import { isPaimon } from '../paimon-table.js';
import type { MetastoreWriter } from '../thrift/writer.js';

/**
 * Adds to a table of a Metastore what it lacks of `wanted`, and changes nothing it has. Returns what the server does not take: constraints
 * other than keys, keys that point at a missing table, grants to a missing role. A Paimon table gets no statistics: a Metastore would mark
 * them as true, and Hive 2.3 would answer from them after later writes.
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
  const constrained = new Set(there.constraints.map(saysOf));
  const notCarried = [...wanted.notRead];
  for (const grant of wanted.grants.filter((each) => !granted.has(grantName(each)))) {
    const reason = await refusal(() => writer.grant(table, grant));
    if (reason !== undefined) notCarried.push(`grant ${grantName(grant)}: ${reason}`);
  }
  for (const constraint of wanted.constraints.filter((each) => !constrained.has(saysOf(each)))) {
    const isKey = constraint.kind === 'primary key' || constraint.kind === 'foreign key';
    const reason = isKey ? await refusal(() => writer.addKey(table, constraint)) : 'only keys are pushed';
    if (reason !== undefined) notCarried.push(`${saysOf(constraint)}: ${reason}`);
  }
  return notCarried;
}

const saysOf = ({ kind, columns }: Constraint): string => `${kind} (${columns.join(', ')})`;

/** Why the server did not take it: a broken connection ends the run instead. */
async function refusal(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof LakeliftError && (error.code === 'IO' || error.code === 'COMMIT_CONFLICT'))
      return error.message;
    throw error;
  }
}
