import { LakeliftError } from '../../errors/index.js';
import { readTable, tablePath } from '../../lake/index.js';
import type { TargetStore } from '../../stores/index.js';
import { mayMerge } from '../model.js';
import type { Difference, LevelResult, TableVerification, VerifyInput } from '../model.js';
import { questionsOf, type Question } from './questions.js';
import { askSpark, type SparkCell, type SparkEngine } from './spark.js';
import { quoted } from './spark-sql.js';

/** Spark's name for the catalog of the Paimon tables. */
export const LAKE_CATALOG = 'lakelift';

/**
 * Level 4: Spark answers the same questions about the Hive table and about the Paimon table, and both answers are the same. All tables are
 * asked about in one run of Spark. Returns the verifications with level 4 added; a table the target does not have stays as it is, and so
 * does one in which rows of the Hive table may have become one by their key: there Spark's answers may differ.
 */
export async function addEngineLevel(
  target: TargetStore,
  engine: SparkEngine,
  plans: readonly VerifyInput[],
  verifications: readonly TableVerification[],
  signal?: AbortSignal,
): Promise<TableVerification[]> {
  const questions: Question[] = [];
  const merged = new Set<string>();
  for (const plan of plans) {
    if (mayMerge(plan.key)) {
      merged.add(`${plan.database}.${plan.table}`);
      continue;
    }
    const lake = await readTable(target, tablePath(plan.database, plan.table));
    if (lake !== undefined) questions.push(...questionsOf(plan, lake));
  }
  const told = verifications.map((verification) =>
    merged.has(verification.table) ? unasked(verification) : verification,
  );
  if (questions.length === 0) return told;
  const sides = [
    questions.map((one) => askedOf(one, sourceName(one))),
    questions.map((one) => askedOf(one, lakeName(one))),
  ];
  const answers = await answersOf(engine, sides.flat(), signal);
  const results = new Map<string, { checked: number; differences: Difference[] }>();
  for (const [i, question] of questions.entries()) {
    const result = results.get(question.table) ?? { checked: 0, differences: [] };
    results.set(question.table, result);
    if (typeof answers === 'string') {
      result.differences = [{ message: answers }];
      continue;
    }
    result.checked += question.checks.length;
    result.differences.push(...compare(question, answers[i]!, answers[questions.length + i]!));
  }
  return told.map((verification) => {
    const result = results.get(verification.table);
    if (result === undefined) return verification;
    const level: LevelResult = { level: 4, name: 'engine', ...result };
    const passed = verification.passed && result.differences.length === 0;
    return { ...verification, passed, levels: [...verification.levels, level] };
  });
}

function unasked(verification: TableVerification): TableVerification {
  const note = 'Spark was not asked about the table: rows of the source that share a key are one row in it (level 4).';
  return { ...verification, notVerified: [...verification.notVerified, note] };
}

/** What Spark answers, or why it does not: tables are then not verified, and their other levels still told. */
async function answersOf(
  engine: SparkEngine,
  questions: Parameters<typeof askSpark>[1],
  signal: AbortSignal | undefined,
): Promise<SparkCell[][] | string> {
  try {
    return await askSpark(engine, questions, signal);
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof LakeliftError) || error.code !== 'PREFLIGHT') throw error;
    return error.describe();
  }
}

const sourceName = ({ table }: Question): string => `spark_catalog.${inParts(table)}`;
const lakeName = ({ table }: Question): string => `${LAKE_CATALOG}.${inParts(table)}`;

function inParts(table: string): string {
  const dot = table.indexOf('.');
  return `${quoted(table.slice(0, dot))}.${quoted(table.slice(dot + 1))}`;
}

function askedOf(question: Question, name: string): { select: string[]; from?: string } {
  return { select: question.select(name), ...(question.aggregate ? { from: name } : {}) };
}

function compare({ checks }: Question, source: readonly SparkCell[], target: readonly SparkCell[]): Difference[] {
  return checks.flatMap(({ what, column }, i) => {
    const [a, b] = [source[i]!, target[i]!];
    const place = column === undefined ? {} : { column };
    if (a.error !== undefined || b.error !== undefined) {
      return [{ message: `Spark cannot tell: ${what}`, ...place, expected: show(a), actual: show(b) }];
    }
    return a.value === b.value
      ? []
      : [{ message: `Spark's answers differ: ${what}`, ...place, expected: show(a), actual: show(b) }];
  });
}

const show = ({ value, error }: SparkCell): string => error ?? value ?? 'null';
