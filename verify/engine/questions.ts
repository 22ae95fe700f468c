import type { Field, Scalar } from '../../formats/index.js';
import { parsePartitionValue, type LakeTable } from '../../lake/index.js';
import type { VerifyInput } from '../model.js';
import { checksumOf, literalOf, quoted } from './spark-sql.js';

/** Predicates asked in one statement. */
const AT_ONCE = 20;

/** One thing to be the same on both sides. */
export interface Check {
  readonly what: string;
  readonly column?: string;
}

/** An expression for each check, of which `table` stands for the table's name on the side asked. */
export interface Question {
  readonly table: string;
  readonly checks: readonly Check[];
  select(table: string): string[];
  /** Whether the expressions are over the table's rows; else they are whole queries. */
  readonly aggregate: boolean;
}

/**
 * What an engine is asked about a table: its rows, each column's values and nulls, and for each column how many rows `IS NULL` and
 * comparisons with a value of the table find. Each predicate is a scan of its own, so that it reaches the files' statistics.
 */
export function questionsOf(input: VerifyInput, lake: LakeTable): Question[] {
  const table = `${input.database}.${input.table}`;
  const columns = [...input.columns, ...input.partitionKeys];
  const whole: Question = {
    table,
    aggregate: true,
    checks: [
      { what: 'number of rows' },
      ...columns.flatMap(({ name: column }) => [
        { what: 'number of values', column },
        { what: 'checksum of the values', column },
      ]),
    ],
    select: () => ['count(*)', ...columns.flatMap((field) => [`count(${quoted(field.name)})`, checksumOf(field)])],
  };
  const predicates = columns.flatMap((field) => predicatesOf(field, valueOf(field, input, lake)));
  const questions = [whole];
  for (let first = 0; first < predicates.length; first += AT_ONCE) {
    const some = predicates.slice(first, first + AT_ONCE);
    questions.push({
      table,
      aggregate: false,
      checks: some.map(({ column, predicate }) => ({ what: `rows WHERE ${predicate}`, column })),
      select: (name) => some.map(({ predicate }) => `(SELECT count(*) FROM ${name} WHERE ${predicate})`),
    });
  }
  return questions;
}

function predicatesOf(
  { name: column, type }: Field,
  value: Scalar | undefined,
): { column: string; predicate: string }[] {
  const name = quoted(column);
  const literal = literalOf(value, type);
  const compared =
    literal === undefined ? [] : [`${name} < ${literal}`, `${name} >= ${literal}`, `${name} = ${literal}`];
  return [`${name} IS NULL`, ...compared].map((predicate) => ({ column, predicate }));
}

/** A value that occurs, or nearly, near the middle of the table: the greatest of the middle one of its files, or a partition's. */
function valueOf(field: Field, input: VerifyInput, lake: LakeTable): Scalar | undefined {
  const key = input.partitionKeys.indexOf(field);
  if (key !== -1) {
    const values = input.partitions.map(({ values: texts }) => parsePartitionValue(texts[key] ?? '', field.type));
    return values.find((value) => value !== null);
  }
  const known = lake.files.flatMap(({ statistics }) => statistics.get(field.name)?.max ?? []);
  return known[Math.floor(known.length / 2)];
}
