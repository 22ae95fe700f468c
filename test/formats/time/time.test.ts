import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prolepticDay, prolepticSecond } from '../../../formats/time/calendar.js';
import { zoneOffset } from '../../../formats/time/zone.js';

const DAY = 86_400_000;
const second = (text: string) => Date.parse(text) / 1000;

/** Days since 1970 of a date of the Julian calendar, by its Julian day number (Meeus, Astronomical Algorithms, chapter 7). */
function julianDay(year: number, month: number, day: number): number {
  const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month];
  return Math.floor(365.25 * (y + 4716)) + Math.floor(30.6001 * (m + 1)) + day - 1524 - 2_440_588;
}

describe('the hybrid calendar', () => {
  it('keeps what is written: year, month and day', () => {
    const dates = fc.tuple(
      fc.integer({ min: 1, max: 1582 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    );
    fc.assert(
      fc.property(dates, ([year, month, day]) => {
        fc.pre(year < 1582 || month < 10);
        const proleptic = new Date(0).setUTCFullYear(year, month - 1, day) / DAY;
        expect(prolepticDay(julianDay(year, month, day))).toBe(proleptic);
      }),
    );
  });

  it('changes nothing from 1582-10-15 on, and has no such day before it', () => {
    const first = Date.parse('1582-10-15') / DAY;
    expect(prolepticDay(first)).toBe(first);
    expect(prolepticDay(first - 1)).toBe(Date.parse('1582-10-04') / DAY);
  });

  it('turns leap days the Gregorian calendar lacks into the first of March, as Java does', () => {
    expect(prolepticDay(julianDay(1500, 2, 29))).toBe(Date.parse('1500-03-01') / DAY);
  });

  it('moves timestamps by whole days', () => {
    expect(prolepticSecond(julianDay(1000, 1, 1) * 86_400 + 123)).toBe(Date.parse('1000-01-01') / 1000 + 123);
    expect(prolepticSecond(-1)).toBe(-1);
  });
});

describe("the writer's time zone", () => {
  it.each([
    ['America/Los_Angeles', '2015-03-08T09:59:59Z', -8],
    ['America/Los_Angeles', '2015-03-08T10:00:00Z', -7],
    ['Asia/Shanghai', '1990-07-01T00:00:00Z', 9],
    ['Asia/Shanghai', '2020-07-01T00:00:00Z', 8],
    ['Asia/Kolkata', '2020-01-01T00:00:00Z', 5.5],
    ['UTC', '1500-01-01T00:00:00Z', 0],
    ['GMT+08:00', '1500-01-01T00:00:00Z', 8],
    ['-0330', '2020-01-01T00:00:00Z', -3.5],
  ])('%s at %s', (zone, time, hours) => {
    expect(zoneOffset(zone, true)(second(time))).toBe(hours * 3600);
  });

  it("knows Java's zones and the others' before 1900", () => {
    const before = second('1899-12-31T00:00:00Z');
    expect(zoneOffset('America/Los_Angeles', true)(before)).toBe(-8 * 3600);
    expect(zoneOffset('Asia/Shanghai', true)(before)).toBe(8 * 3600);
    expect(zoneOffset('Asia/Shanghai', false)(before)).toBe(8 * 3600 + 5 * 60 + 43);
  });

  it('is refused when nobody knows it', () => {
    expect(() => zoneOffset('Moon/Tycho', true)).toThrowError(/unknown time zone Moon\/Tycho/);
  });
});
