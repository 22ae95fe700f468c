import { LakeliftError } from '../../errors/error.js';
import { epochDay, isCertainDay, timestampOf } from './calendar.js';

/**
 * Reads a text by one pattern of `timestamp.formats`: nanoseconds since the epoch, undefined when it is another text, `ambiguous` when
 * Joda (Hive before 4.0) and java.time (since) disagree on whether it is one of the pattern, as on digits left out.
 */
export type TimestampPattern = (text: string) => bigint | 'ambiguous' | undefined;

/** Fields whose digits both libraries read the same when all of them are written. */
const WIDTHS: Readonly<Record<string, number>> = { yyyy: 4, MM: 2, dd: 2, HH: 2, mm: 2, ss: 2 };
const TOKEN = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g;

/**
 * The patterns of the table property `timestamp.formats`, separated by commas. Throws REFUSED, naming the pattern, for letters other than
 * y, M, d, H, m, s and S in their full width, and for `millis`, which Hive before 3.1 reads in the server's own time zone.
 */
export function timestampPatterns(formats: string | undefined): TimestampPattern[] {
  if (formats === undefined || formats === '') return [];
  return splitEscaped(formats).map((pattern) => {
    const fields: string[] = [];
    let strict = '';
    let lenient = '';
    for (const [token, quoted] of pattern.matchAll(TOKEN)) {
      const width = WIDTHS[token] ?? (/^S{1,9}$/.test(token) ? token.length : undefined);
      if (width !== undefined) {
        fields.push(token[0]!);
        strict += `(\\d{${width}})`;
        lenient += '[+-]?\\d+';
      } else {
        const literal = quoted === undefined ? token : quoted === '' ? "'" : quoted.replaceAll("''", "'");
        if (quoted === undefined && (/[A-Za-z]/.test(token) || '[]{}#'.includes(token))) throw unknownPattern(pattern);
        strict += literal.replace(/[^\w\s]/g, '\\$&');
        lenient += literal.replace(/[^\w\s]/g, '\\$&');
      }
    }
    if (pattern.split("'").length % 2 === 0 || new Set(fields).size < fields.length) throw unknownPattern(pattern);
    return matcher(new RegExp(`^${strict}$`), new RegExp(`^${lenient}$`, 'i'), fields);
  });
}

function matcher(strict: RegExp, lenient: RegExp, fields: readonly string[]): TimestampPattern {
  return (text) => {
    const match = strict.exec(text);
    if (match === null) return lenient.test(text) ? 'ambiguous' : undefined;
    const value = (field: string, otherwise: number): number => {
      const index = fields.indexOf(field);
      return index < 0 ? otherwise : Number(match[index + 1]);
    };
    const [year, month, day] = [value('y', 1970), value('M', 1), value('d', 1)];
    const [hour, minute, second] = [value('H', 0), value('m', 0), value('s', 0)];
    // Hive 4.0 reads 29 February as 28 February.
    const isLeapDay = month === 2 && day === 29;
    if (isLeapDay || !isCertainDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return 'ambiguous';
    // Both libraries keep milliseconds.
    const fraction = fields.includes('S') ? match[fields.indexOf('S') + 1]! : '';
    const millis = Number(fraction.slice(0, 3).padEnd(3, '0'));
    return timestampOf(epochDay(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second, millis * 1_000_000);
  };
}

/** Source: org.apache.hive.common.util.HiveStringUtils.splitAndUnEscape. */
function splitEscaped(formats: string): string[] {
  const parts = formats.match(/(?:\\[^]|[^,\\])+/g) ?? [];
  return parts.map((part) => part.replace(/\\([^])/g, '$1'));
}

function unknownPattern(pattern: string): LakeliftError {
  return new LakeliftError(
    'REFUSED',
    `timestamp.formats has ${JSON.stringify(pattern)}, which not all versions of Hive read the same`,
    {
      next: 'make the column a STRING in Hive, or leave the table out with --tables',
    },
  );
}
