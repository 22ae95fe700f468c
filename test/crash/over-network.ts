import { join } from 'node:path';
import { readTable } from '../../lake/index.js';
import { inferMetastore, planMigration } from '../../migrate/index.js';
import type { MigrationPlan, RunContext, TableResult } from '../../migrate/index.js';
import { writeOutput } from '../../migrate/output.js';
import { runWith } from '../../migrate/run.js';
import { sourceBasePath } from '../../stores/index.js';
import type { SourceStore, TargetStore } from '../../stores/index.js';
import { verifyTable } from '../../verify/index.js';

/** Both ends of a migration, opened over whatever lies between. */
export interface Ends {
  readonly sourceUrl: string;
  readonly targetUrl: string;
  readonly source: SourceStore;
  readonly target: TargetStore;
}

export interface Migrated {
  readonly plan: MigrationPlan;
  readonly tables: readonly TableResult[];
}

/** Plans and runs a migration of database `w` in this process; its journal and catalog are `name`'s below `folder`. */
export async function migrateOver(ends: Ends, folder: string, name: string): Promise<Migrated> {
  const { source, sourceUrl, target } = ends;
  const metastore = inferMetastore(source, sourceBasePath(sourceUrl));
  const common = { ...ends, metastore, onRefuse: 'skip-table' } as const;
  const plan = await planMigration({ ...common, tables: ['w.*'], targetFileSize: 128 * 1024 * 1024 });
  const [statePath, catalogPath] = [join(folder, `${name}.db`), join(folder, `${name}-catalog.db`)];
  const ctx: RunContext = { ...common, statePath, catalogPath, workers: 2, progress: () => undefined };
  const { tables } = await runWith(plan, ctx, (task, onUpload) => writeOutput(task, source, target, onUpload));
  return { plan, tables };
}

/** The codes of the errors tables ended with. */
export function errorCodes({ tables }: Migrated): string[] {
  return tables.flatMap(({ error }) => error?.code ?? []);
}

/** Of each table planned, whether level 3 passes; undefined for one that is not there. */
export function verdicts(
  { source, target }: Pick<Ends, 'source' | 'target'>,
  plan: MigrationPlan,
): Promise<(boolean | undefined)[]> {
  return Promise.all(
    plan.tables.map(async (table) => {
      if ((await readTable(target, `${table.database}.db/${table.table}`)) === undefined) return undefined;
      return (await verifyTable({ source, target, plan: table }, 3)).passed;
    }),
  );
}
