import { LakeliftError } from '../../errors/error.js';

const UTC = new Set(['UTC', 'GMT', 'Z', 'Etc/UTC', 'Etc/GMT', 'UCT', 'Zulu', 'Universal', 'Greenwich', 'GMT0']);
const FIXED = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$/;
const DAY = 86_400;
/** 1900-01-01T00:00:00Z: before, Java's time zones know no other offset than today's standard one. */
const JAVA_START = -2_208_988_800;

/** Seconds that local time is ahead of UTC at an instant, given in seconds since 1970. */
export type OffsetAt = (second: number) => number;

const NO_OFFSET: OffsetAt = () => 0;

/** The rules of a zone as Java (`java.util.TimeZone`) or others (the IANA database) follow them. Throws REFUSED for an unknown zone. */
export function zoneOffset(zone: string, java: boolean): OffsetAt {
  if (UTC.has(zone)) return NO_OFFSET;
  const fixed = FIXED.exec(zone);
  if (fixed !== null) {
    const offset = (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)) * (fixed[1] === '-' ? -60 : 60);
    return () => offset;
  }
  const at = offsetByDay(zone);
  if (!java) return at;
  const standard = Math.min(at(Date.UTC(2015, 0, 1) / 1000), at(Date.UTC(2015, 6, 1) / 1000));
  return (second) => (second < JAVA_START ? standard : at(second));
}

/** Looks each day up once: within one there is at most one change of the offset. */
function offsetByDay(zone: string): OffsetAt {
  const lookUp = intlOffset(zone);
  const days = new Map<number, { readonly before: number; readonly change: number; readonly after: number }>();
  return (second) => {
    const day = Math.floor(second / DAY);
    let known = days.get(day);
    if (known === undefined) {
      let [low, high] = [day * DAY, (day + 1) * DAY];
      const [before, after] = [lookUp(low), lookUp(high)];
      while (before !== after && high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (lookUp(middle) === before) low = middle;
        else high = middle;
      }
      known = { before, change: high, after };
      days.set(day, known);
    }
    return second < known.change ? known.before : known.after;
  };
}

function intlOffset(zone: string): OffsetAt {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new LakeliftError('REFUSED', `its timestamps were written in the unknown time zone ${zone}`, { cause });
  }
  return (second) => {
    const name = format.formatToParts(second * 1000).find(({ type }) => type === 'timeZoneName')!.value;
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(name) ?? [];
    return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
  };
}
