import { HiveException } from '../failure.js';
import type { PartitionTest } from '../stored-partitions.js';
import { like } from './like.js';
import type { Comparison, Filter, Operator } from './parse.js';
import { isDay } from './parse.js';

/** A partition key as far as filters need it. */
interface Key {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
}

/** The partition keys' types as the Metastore compares them (MetaStoreDirectSql.FilterType). */
const INTEGRAL = new Set(['tinyint', 'smallint', 'int', 'bigint']);

/** The test of one value; undefined when this way of comparing does not know the key's type or the literal. */
type ValueTest = (value: string) => boolean;

/**
 * The test of a filter over a table's partition keys. Each comparison is made by the key's type (Hive's direct SQL), else
 * as text (its JDO way, with `hive.metastore.integral.jdo.pushdown`), else it is refused. Hive 2.3 decides so for the
 * whole filter at once and therefore refuses some that are answered here. Throws MetaException.
 */
export function partitionTest(filter: Filter, keys: readonly Key[]): PartitionTest {
  if (filter.join === 'comparison') return comparisonTest(filter.comparison, keys);
  const tests = filter.parts.map((part) => partitionTest(part, keys));
  return filter.join === 'and'
    ? (values) => tests.every((test) => test(values))
    : (values) => tests.some((test) => test(values));
}

function comparisonTest(comparison: Comparison, keys: readonly Key[]): PartitionTest {
  const at = keys.findIndex((key) => key.name?.toLowerCase() === comparison.key.toLowerCase());
  if (at < 0) {
    throw new HiveException('Meta', `Specified key <${comparison.key}> is not a partitioning key for the table`);
  }
  const type = keys[at]?.type ?? '';
  const test = byType(comparison, type) ?? asText(comparison, type);
  if (test === undefined) {
    const also = isExact(comparison.operator) ? ', or integral types' : '';
    throw new HiveException('Meta', `Filtering is supported only on partition keys of type string${also}`);
  }
  return (values) => test(values[at] ?? '');
}

/** Numbers as numbers, days as days. A value that is neither, the default partition's too, is NULL and never matches. */
function byType({ operator, literal, reversed }: Comparison, type: string): ValueTest | undefined {
  const compared = holds(operator, reversed);
  if (compared === undefined) return undefined;
  if (type === 'string' && literal.type === 'text') {
    const bytes = Buffer.from(literal.value);
    return (value) => compared(Buffer.compare(Buffer.from(value), bytes));
  }
  if (INTEGRAL.has(type) && literal.type === 'integer') {
    return (value) => /^[+-]?\d+$/.test(value) && compared(compare(BigInt(value.replace('+', '')), literal.value));
  }
  if (type === 'date' && literal.type !== 'integer' && isDay(literal.value)) {
    return (value) => isDay(value) && compared(compare(value, literal.value));
  }
  return undefined;
}

function asText({ key, operator, literal, reversed }: Comparison, type: string): ValueTest | undefined {
  const exact = isExact(operator);
  const known = type === 'string' || (INTEGRAL.has(type) && exact);
  if (!known || (literal.type === 'integer' && !exact)) return undefined;
  const wanted = String(literal.value);
  if (operator === 'like') {
    if (reversed) {
      throw new HiveException('Meta', `Value should be on the RHS for LIKE operator : Key <${key}>`);
    }
    return like(wanted);
  }
  const compared = holds(operator, reversed);
  const bytes = Buffer.from(wanted);
  return (value) => compared?.(Buffer.compare(Buffer.from(value), bytes)) ?? false;
}

const isExact = (operator: Operator): boolean => operator === '=' || operator === '<>';

const compare = <T extends string | bigint>(left: T, right: T): number => (left < right ? -1 : left > right ? 1 : 0);

/** What an operator says of the sign of `value - literal`; LIKE compares otherwise. */
function holds(operator: Operator, reversed: boolean): ((sign: number) => boolean) | undefined {
  const direction = reversed ? -1 : 1;
  switch (operator) {
    case '=':
      return (sign) => sign === 0;
    case '<>':
      return (sign) => sign !== 0;
    case '<':
      return (sign) => sign * direction < 0;
    case '<=':
      return (sign) => sign * direction <= 0;
    case '>':
      return (sign) => sign * direction > 0;
    case '>=':
      return (sign) => sign * direction >= 0;
    case 'like':
      return undefined;
  }
}
