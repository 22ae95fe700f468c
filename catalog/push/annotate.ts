import { grantName } from '../annotations.js';
import type { Annotations, Constraint, Grant } from '../annotations.js';
import { LakeliftError } from '../../errors/error.js';
import type { HiveTable } from '../model.js';
import { isPaimon } from '../paimon-table.js';
import type { GrantPlace } from '../thrift/convert-annotations.js';
import type { MetastoreWriter } from '../thrift/writer.js';
import type { RolesPushed } from './roles.js';

/** A running Metastore, and the roles that grants in it may need. */
export interface PushTarget {
  readonly writer: MetastoreWriter;
  readonly roles: RolesPushed;
}

/**
 * Adds to a table of a Metastore what it lacks of `wanted`, and changes nothing it has. Returns what the server does not take: constraints
 * that Hive 2 does not have, keys that point at a missing table. A Paimon table gets no statistics: a Metastore would mark
 * them as true, and Hive 2.3 would answer from them after later writes.
 */
export async function annotate(
  target: PushTarget,
  table: HiveTable,
  wanted: Annotations,
  there: Annotations,
): Promise<string[]> {
  const { writer } = target;
  const analyzed = new Set(there.statistics.map(({ column }) => column));
  const statistics = isPaimon(table) ? [] : wanted.statistics.filter(({ column }) => !analyzed.has(column));
  if (statistics.length > 0) await writer.setStatistics(table, statistics);
  const constrained = new Set(there.constraints.map(saysOf));
  const at = { database: table.database, table: table.name };
  const notCarried = [...wanted.notRead, ...(await grantMissing(target, at, wanted.grants, there.grants))];
  for (const constraint of wanted.constraints.filter((each) => !constrained.has(saysOf(each)))) {
    const reason = await refusal(() => writer.addConstraint(table, constraint));
    if (reason !== undefined) notCarried.push(`${saysOf(constraint)}: ${reason}`);
  }
  return notCarried;
}

const saysOf = ({ kind, columns }: Constraint): string => `${kind} (${columns.join(', ')})`;

/** Makes the grants that are not there, with the roles they are for. Returns those the server does not take. */
export async function grantMissing(
  { writer, roles }: PushTarget,
  at: GrantPlace,
  wanted: readonly Grant[],
  there: readonly Grant[],
): Promise<string[]> {
  const granted = new Set(there.map(grantName));
  const notCarried: string[] = [];
  for (const grant of wanted.filter((each) => !granted.has(grantName(each)))) {
    const reason = await refusal(async () => {
      if (grant.principalType === 'ROLE') await roles.ensure(grant.principal);
      await writer.grantOn(at, grant);
    });
    if (reason !== undefined) notCarried.push(`grant ${grantName(grant)}: ${reason}`);
  }
  return notCarried;
}

/** Why the server did not take it: a broken connection ends the run instead. */
export async function refusal(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof LakeliftError && (error.code === 'IO' || error.code === 'COMMIT_CONFLICT'))
      return error.message;
    throw error;
  }
}
