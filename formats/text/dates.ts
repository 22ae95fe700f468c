import { digits, epochDay, isCertainDay } from './calendar.js';
import { ambiguous } from './reader.js';
import type { FieldReader } from './reader.js';

/** Shorter texts are null without a look at them. Source: org.apache.hadoop.hive.serde2.lazy.LazyUtils.isDateMaybe. */
export const SHORTEST_DATE = 8;
const PLAIN = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
/** What one version or another takes for a date: other years, signs, blanks around, days that overflow, a time behind. */
const LENIENT = /^[\0-\x20]*(?:-?\p{Nd}{1,10}|\+\p{Nd}{3})-[+-]?\p{Nd}{1,2}-[+-]?\p{Nd}{1,2}(?!\p{Nd})/u;

/**
 * DATE, `yyyy-[m]m-[d]d`. Where the versions of Hive differ (2.3 wants just that and lets days overflow, 3.1 lets everything overflow and
 * takes other years, 4.0 takes what stands behind) the value is refused; what none of them takes is null.
 * Source: java.sql.Date.valueOf for 2.3, org.apache.hadoop.hive.common.type.Date.valueOf since.
 */
export const dateReader: FieldReader = (bytes, from, to) => {
  if (to - from === 10 && bytes[from + 4] === DASH && bytes[from + 7] === DASH) {
    const year = digits(bytes, from, from + 4);
    const month = digits(bytes, from + 5, from + 7);
    const day = digits(bytes, from + 8, to);
    if (isCertainDay(year, month, day)) return epochDay(year, month, day);
  }
  if (to - from < SHORTEST_DATE) return null;
  const text = bytes.toString('utf8', from, to);
  const plain = PLAIN.exec(text)?.slice(1).map(Number) as [number, number, number] | undefined;
  if (plain !== undefined && isCertainDay(...plain)) return epochDay(...plain);
  if (LENIENT.test(text)) throw ambiguous(text, { kind: 'DATE' });
  return null;
};

const DASH = 0x2d;
