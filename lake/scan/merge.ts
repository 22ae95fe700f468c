import { LakeliftError } from '../../errors/error.js';
import { batchOfRows } from '../../formats/index.js';
import type { DecodedBatch, Field, Scalar, Value } from '../../formats/index.js';
import { ROW_KIND } from '../row-kind.js';
import { compareKeys, compareValues } from './key-order.js';
import type { RunCursor } from './sorted-run.js';

/** Which of the rows of one key is the key's row. */
export interface MergeRule {
  /** 'deduplicate': the newest; 'first-row': the oldest. */
  readonly engine: 'deduplicate' | 'first-row';
  /** Deletions count for nothing. */
  readonly ignoreDelete: boolean;
}

const BATCH_ROWS = 8192;

/** Whether a row of that kind takes its key away. */
export const isRetraction = (kind: number): boolean => kind === ROW_KIND.updateBefore || kind === ROW_KIND.delete;

interface Candidate {
  readonly sequence: readonly Scalar[];
  readonly sequenceNumber: bigint;
  readonly kind: number;
  readonly values: Value[];
}

/**
 * Merges sorted runs to one row a key, and leaves out keys whose row is a deletion. Memory: what the runs hold, and one batch.
 * Source: org.apache.paimon.mergetree.compact.SortMergeReaderWithMinHeap, DeduplicateMergeFunction, FirstRowMergeFunction.
 */
export async function* mergeRuns(
  runs: readonly RunCursor[],
  columns: readonly Field[],
  rule: MergeRule,
): AsyncGenerator<DecodedBatch> {
  const open = new Set<RunCursor>();
  for (const run of runs) if (await run.load()) open.add(run);
  let rows: Value[][] = [];
  while (open.size > 0) {
    const key = leastKey(open);
    let chosen: Candidate | undefined;
    for (const run of [...open]) {
      while (open.has(run) && compareKeys(run.key, key) === 0) {
        chosen = choose(chosen, run, rule);
        if (!run.step() && !(await run.load())) open.delete(run);
      }
    }
    if (chosen !== undefined && !isRetraction(chosen.kind)) rows.push(chosen.values);
    if (rows.length < BATCH_ROWS) continue;
    yield batchOfRows(rows, columns);
    rows = [];
  }
  if (rows.length > 0) yield batchOfRows(rows, columns);
}

function leastKey(open: ReadonlySet<RunCursor>): readonly Scalar[] {
  let least: readonly Scalar[] | undefined;
  for (const { key } of open) if (least === undefined || compareKeys(key, least) < 0) least = key;
  return least!;
}

function choose(
  chosen: Candidate | undefined,
  run: RunCursor,
  { engine, ignoreDelete }: MergeRule,
): Candidate | undefined {
  if (isRetraction(run.kind)) {
    if (ignoreDelete) return chosen;
    if (engine === 'first-row')
      throw new LakeliftError('REFUSED', 'a first-row table has deletions (ignore-delete is not set)');
  }
  const { sequenceNumber, kind } = run;
  const sequence = run.sequence();
  if (chosen !== undefined) {
    const order = compareAge({ sequence, sequenceNumber, kind }, chosen);
    if (engine === 'first-row' ? order >= 0 : order < 0) return chosen;
  }
  return { sequence, sequenceNumber, kind, values: run.values() };
}

type Age = Omit<Candidate, 'values'>;

/** Below zero when `a` is older. Of two rows of one number the one that adds counts as newer. */
function compareAge(a: Age, b: Age): number {
  for (let i = 0; i < a.sequence.length; i++) {
    const order = compareValues(a.sequence[i]!, b.sequence[i]!);
    if (order !== 0) return order;
  }
  if (a.sequenceNumber !== b.sequenceNumber) return a.sequenceNumber < b.sequenceNumber ? -1 : 1;
  return Number(!isRetraction(a.kind)) - Number(!isRetraction(b.kind));
}
