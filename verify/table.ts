import { readTable, tablePath } from '../lake/index.js';
import type { SourceStore, TargetStore } from '../stores/index.js';
import { checkBytes } from './bytes.js';
import { pairPartitions } from './layout.js';
import { checkMetadata } from './metadata.js';
import type { Level, LevelResult, RecordedFile, TableVerification, VerifyInput } from './model.js';
import { checkPresence } from './presence.js';
import { checkRows } from './rows.js';
import { sizeHistogram } from './sizes.js';
import { checkStructure } from './structure.js';

export interface VerifyContext {
  readonly source: SourceStore;
  readonly target: TargetStore;
  readonly plan: VerifyInput;
  /** By store path of the target file: what was recorded while it was written. */
  readonly recorded?: ReadonlyMap<string, RecordedFile>;
  /** Rows that differ to name with their values, at most, for each table; 10 unless told. */
  readonly samples?: number;
}

const FIRST_SNAPSHOT = 1;

/**
 * Proves a migrated table against its source up to a level; each level includes the ones before, and level 4 is added for all tables at
 * once by `addEngineLevel`. Wrong data is reported as
 * differences; stores that cannot be reached throw.
 */
export async function verifyTable(context: VerifyContext, level: Level): Promise<TableVerification> {
  const { plan, source, target } = context;
  const name = `${plan.database}.${plan.table}`;
  const lake = await readTable(target, tablePath(plan.database, plan.table));
  if (lake === undefined) return absent(name, level);
  const all = pairPartitions(plan, lake);
  // Compacted and synchronized tables have other files; what is in them is compared from level 2 on.
  const changes = (lake.snapshot?.id ?? FIRST_SNAPSHOT) - FIRST_SNAPSHOT;
  const { result, broken } = await checkPresence(target, all, changes === 0);
  const presence = { ...result, differences: [...(await checkMetadata(target, plan, lake)), ...result.differences] };
  const pairs = all.map((pair) => ({ ...pair, live: pair.live.filter(({ path }) => !broken.has(path)) }));
  const levels: LevelResult[] = [presence];
  const notVerified: string[] = [];
  if (changes > 0)
    notVerified.push(
      `The table was changed ${changes} times after it was created: file names are not compared (level 0).`,
    );
  let rows = { source: -1, target: -1 };
  if (level >= 1) {
    const bytes = await checkBytes({ source, target }, pairs, context.recorded ?? new Map());
    levels.push(bytes.result);
    if (bytes.unrecorded > 0)
      notVerified.push(`${bytes.unrecorded} target files have no recorded CRC32C to compare with (level 1).`);
    if (bytes.unchecked > 0)
      notVerified.push(
        `The source keeps no checksums for ${bytes.unchecked} files (level 1); their values are compared at level 3.`,
      );
  }
  if (level >= 2) {
    const structure = await checkStructure({ source, target }, pairs, plan.columns, plan.key);
    levels.push(structure.result);
    rows = structure.rows;
    if (rows.source < 0 && level === 2)
      notVerified.push('Rows of the source were not counted: its files do not tell them, level 3 reads them.');
  }
  const keyed = plan.key === undefined ? undefined : { key: plan.key, lake };
  if (level >= 3) {
    const digests = await checkRows({ source, target }, pairs, plan.columns, context.samples ?? 10, keyed);
    levels.push(digests.result);
    rows = digests.rows;
  } else notVerified.push(`Values were not compared: that is level 3, level ${level} was asked for.`);
  if (level < 4) notVerified.push('No other engine has read the table: that is level 4.');
  const passed = levels.every((result) => result.differences.length === 0);
  const sizes = sizeHistogram(all);
  return { table: name, level, passed, notVerified, levels, rows, partitions: pairs.length, sizes };
}

function absent(table: string, level: Level): TableVerification {
  const result: LevelResult = {
    level: 0,
    name: 'presence',
    checked: 1,
    differences: [{ message: 'the target holds no such table' }],
  };
  const rows = { source: -1, target: -1 };
  return {
    table,
    level,
    passed: false,
    notVerified: ['Nothing beyond its presence.'],
    levels: [result],
    rows,
    partitions: 0,
  };
}
