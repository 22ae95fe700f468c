import { LakeliftError } from '../../errors/error.js';
import { prolepticSecond } from '../time/calendar.js';
import type { ValueAt } from '../parquet/decode/values.js';
import type { Laid } from '../parquet/encode/laid-data.js';
import type { Timestamp } from '../parquet/encode/physical.js';
import { integers } from './scalars.js';
import type { DenseReader } from './scalars.js';
import type { OrcType } from './schema.js';
import type { StripeFooter, StripeStreams } from './stripe.js';
import type { OrcTail } from './tail.js';
import type { OffsetAt } from '../time/zone.js';
import { zoneOffset } from '../time/zone.js';

/** Seconds of 2015-01-01 00:00:00 UTC: timestamps are counted from that time in the writer's zone. */
const BASE = 1_420_070_400;
/** Beyond, no clock of ours shows a date: years -271821 to 275760. */
const MAX_SECOND = 8_640_000_000_000;
/** Seconds whose nanoseconds surely fit in 64 bits. */
const NEAR = 9_000_000_000;

/**
 * Nanoseconds since 1970: of instants, or of what the writer's clock showed. Source: TimestampTreeReader of
 * org.apache.orc.impl.TreeReaderFactory. Throws REFUSED where the file does not say which clock that was, as those of Hive before 1.2.
 */
export function timestamps(streams: StripeStreams, type: OrcType, to: Timestamp, tail: OrcTail): DenseReader {
  const data = streams.open(type.id, 'DATA');
  const seconds = integers(streams, type.id, 'DATA', true);
  const fractions = integers(streams, type.id, 'SECONDARY', false);
  const offsetAt = type.kind === 'TIMESTAMP_INSTANT' ? () => 0 : writerZone(streams, tail);
  const base = BASE - offsetAt(BASE - offsetAt(BASE));
  return (count) => {
    const secondWords = seconds.borrow(count);
    const fractionWords = fractions.borrow(count);
    const whole = new Float64Array(count);
    const parts = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const nanos = nanosOf(fractionWords[2 * i]!, fractionWords[2 * i + 1]!);
      let second = secondWords[2 * i + 1]! * 2 ** 32 + (secondWords[2 * i]! >>> 0) + base;
      // Java stores seconds cut off towards 1970, with nanoseconds that count upwards.
      if (nanos > 999_999 && second * 1000 + Math.floor(nanos / 1_000_000) < 0) second -= 1;
      if (Math.abs(second) > MAX_SECOND || Math.abs(nanos) > 999_999_999)
        throw data.corrupt('a timestamp is out of range');
      second += offsetAt(second);
      if (!tail.proleptic) second = prolepticSecond(second);
      whole[i] = second;
      parts[i] = nanos;
    }
    return { at: nanosAt(whole, parts), laid: () => laidTimestamps(whole, parts, to) };
  };
}

function nanosAt(seconds: Float64Array, nanos: Int32Array): ValueAt {
  let near: BigInt64Array | undefined;
  return (i) => {
    near ??= allNanos(seconds, nanos);
    // Few are so far from 1970 that 64 bits do not hold their nanoseconds.
    if (Math.abs(seconds[i]!) < NEAR) return near[i]!;
    return BigInt(seconds[i]!) * 1_000_000_000n + BigInt(nanos[i]!);
  };
}

function allNanos(seconds: Float64Array, nanos: Int32Array): BigInt64Array {
  const near = new BigInt64Array(seconds.length);
  const words = new Int32Array(near.buffer);
  for (let i = 0; i < seconds.length; i++) {
    if (Math.abs(seconds[i]!) < NEAR) putNanos(words, 2 * i, seconds[i]!, nanos[i]!);
  }
  return near;
}

/** In the unit that Paimon stores; undefined when one is too far from 1970 or too fine. */
function laidTimestamps(seconds: Float64Array, nanos: Int32Array, { precision }: Timestamp): Laid | undefined {
  const unit = precision <= 3 ? 1e6 : 1e3;
  const stored = new BigInt64Array(seconds.length);
  const words = new Int32Array(stored.buffer);
  for (let i = 0; i < seconds.length; i++) {
    const second = seconds[i]!;
    const part = nanos[i]! / unit;
    if (Math.abs(second) >= NEAR || part !== Math.floor(part)) return undefined;
    // Below 2^53, and so exact.
    const value = second * (1e9 / unit) + part;
    words[2 * i] = value;
    words[2 * i + 1] = Math.floor(value / 2 ** 32);
  }
  return stored;
}

/** Puts second * 10^9 + nanos as two words, without the cost of bigints: all parts stay below 2^53. */
function putNanos(words: Int32Array, at: number, second: number, nanos: number): void {
  const upper = Math.floor(second / 65536);
  const high = upper * 1e9;
  const highPart = Math.floor(high / 65536);
  const low = (high - highPart * 65536) * 65536 + (second - upper * 65536) * 1e9 + nanos;
  const carry = Math.floor(low / 2 ** 32);
  words[at] = low - carry * 2 ** 32;
  words[at + 1] = highPart + carry;
}

/** The lowest three bits tell how many decimal zeros, less one, were taken off. Arrow writes a negative fraction before 1970. */
function nanosOf(low: number, high: number): number {
  const zeros = low & 7;
  const digits = high * 2 ** 29 + (low >>> 3);
  return digits * ZEROS[zeros]!;
}

const ZEROS = [1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

function writerZone(streams: StripeStreams, tail: OrcTail): OffsetAt {
  return zoneOffset(writerZoneName(streams.footer), tail.javaWriter);
}

/** Throws REFUSED where the stripe does not name the zone: what its timestamps mean then depends on the reader's own. */
export function writerZoneName({ writerTimezone }: StripeFooter): string {
  if (writerTimezone !== undefined) return writerTimezone;
  throw new LakeliftError('REFUSED', 'the file does not say in which time zone its timestamps were written', {
    next: 'rewrite the file with Hive 1.2 or later, or leave its table out with --tables',
  });
}
