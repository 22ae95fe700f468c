import type { DataType } from '../types.js';
import { digits, epochDay, isCertainDay, timestampOf } from './calendar.js';
import { SHORTEST_DATE } from './dates.js';
import { POWERS } from './powers.js';
import { ambiguous } from './reader.js';
import type { FieldReader } from './reader.js';
import type { TimestampPattern } from './timestamp-patterns.js';

/** What all versions take. */
const PLAIN = /^[\0-\x20]*(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?[\0-\x20]*$/;
/** What one version or another takes: a T, other years, fields that overflow. */
const LENIENT =
  /^[\0-\x20]*[+-]?\d{1,10}-[+-]?\d{1,2}-[+-]?\d{1,2}(?: [+-]?\d+:[+-]?\d+:[+-]?\d+(?:\.\d{1,9})?|[Tt]\d\d:\d\d(?::\d\d(?:\.\d{0,9})?)?)[\0-\x20]*$/;

/**
 * TIMESTAMP, `yyyy-[m]m-[d]d [h]h:[m]m:[s]s[.f...]` with up to nine digits, or one of the table's own patterns, which are tried first. Where the
 * versions of Hive differ (2.3 lets fields overflow; 3.1 takes `T`; 4.0 lets nothing overflow) the value is refused; what
 * none of them takes is null. Source: java.sql.Timestamp.valueOf for 2.3, org.apache.hadoop.hive.common.type.Timestamp.valueOf
 * since, org.apache.hive.common.util.TimestampParser.
 */
export function timestampReader(type: DataType, patterns: readonly TimestampPattern[]): FieldReader {
  return (bytes, from, to) => {
    if (to - from < SHORTEST_DATE) return null;
    if (patterns.length === 0) {
      if (isCommon(bytes, from, to)) return timestampOf(common.seconds, common.nanos);
    }
    // Every character beyond ASCII is no part of a timestamp.
    const text = bytes.toString('latin1', from, to);
    const found = patterns.flatMap((pattern) => pattern(text) ?? []);
    if (found.includes('ambiguous') || found.some((value) => value !== found[0])) throw ambiguous(text, type);
    return found.length > 0 ? (found[0] as bigint) : plainTimestamp(text, type);
  };
}

/** The timestamp that was found common last; one for all, as making each an object would take longer than to read it. */
export const common = { seconds: 0, nanos: 0 };

/** Whether a text is `yyyy-mm-dd hh:mm:ss[.f...]`, which is in `common` then. */
export function isCommon(bytes: Buffer, from: number, to: number): boolean {
  if (to - from < 19 || bytes[from + 4] !== DASH || bytes[from + 7] !== DASH || bytes[from + 10] !== BLANK)
    return false;
  if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return false;
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  const hour = twoDigits(bytes, from + 11);
  const minute = twoDigits(bytes, from + 14);
  const second = twoDigits(bytes, from + 17);
  if (!isCertainDay(year, month, day) || !(hour < 24 && minute < 60 && second < 60)) return false;
  common.nanos = 0;
  common.seconds = epochDay(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  if (to - from === 19) return true;
  const count = to - from - 20;
  if (bytes[from + 19] !== POINT || count > 9) return false;
  common.nanos = digits(bytes, from + 20, to) * POWERS[9 - count]!;
  return !Number.isNaN(common.nanos);
}

/** A number below 100; above all parts of a time where there is another character. */
function twoDigits(bytes: Buffer, at: number): number {
  const [tens, ones] = [bytes[at]! - ZERO, bytes[at + 1]! - ZERO];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 10_000;
}

const ZERO = 0x30;
const BLANK = 0x20;
const DASH = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;

function plainTimestamp(text: string, type: DataType): bigint | null {
  const match = PLAIN.exec(text);
  if (match !== null) {
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Six;
    if (isCertainDay(year, month, day) && hour < 24 && minute < 60 && second < 60) {
      const nanos = Number((match[7] ?? '').padEnd(9, '0'));
      return timestampOf(epochDay(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second, nanos);
    }
  }
  if (LENIENT.test(text)) throw ambiguous(text, type);
  return null;
}

type Six = [number, number, number, number, number, number];
