import { MessageWriter } from './message-writer.js';
import type { Message } from './protobuf.js';
import { decimalDigits } from './statistics.js';

const WHAT = 'ORC column statistics';

/** Merges what several files say of the values of one kind; undefined when that leaves the bounds of some unknown. */
type Merge = (parts: readonly Message[]) => MessageWriter | undefined;

/** By the number of the field in ColumnStatistics. Timestamps are left out, which no merged file's table has. */
const MERGES: Readonly<Record<number, Merge>> = {
  2: (parts) => signedBounds(parts)?.sint(3, sumOf(parts)),
  3: doubles,
  4: texts,
  5: truths,
  6: decimals,
  7: signedBounds,
  8: (parts) => new MessageWriter().sint(1, summed(parts.map((part) => part.sint(1)))),
  9: () => undefined,
  12: collections,
};

/**
 * The ColumnStatistics of one column of a file made of others, of which each gives its number of values. A part whose bounds are not
 * known is left out whole: readers take bounds that are absent for a column of nulls. Source: orc_proto.proto, ColumnStatistics.
 */
export function mergeColumnStatistics(parts: readonly Message[]): Uint8Array {
  const merged = new MessageWriter().uint(1, total(parts.map((part) => part.uint(1))));
  const valued = parts.filter((part) => part.uint(1) !== 0);
  for (const [kind, merge] of Object.entries(MERGES)) {
    const field = Number(kind);
    const having = (valued.length === 0 ? parts.slice(0, 1) : valued).filter((part) => part.has(field));
    if (having.length === 0 || having.length < valued.length) continue;
    if (valued.length === 0) merged.bytes(field, having[0]!.bytes(field));
    else merged.bytes(field, merge(having.map((part) => part.message(field, WHAT)!))?.finish());
  }
  // Without the field, there may be nulls.
  merged.uint(10, parts.every((part) => part.uint(10) === 0) ? 0 : 1);
  return merged.uint(11, total(parts.map((part) => part.uint(11)))).finish();
}

/** The sum of what all have; undefined when one has none. */
function total(numbers: readonly (number | undefined)[]): number | undefined {
  return numbers.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
}

/** As `total`; undefined as well beyond 64 bits, as Java's writer leaves it out. */
function summed(numbers: readonly (bigint | undefined)[]): bigint | undefined {
  const sum = numbers.reduce<bigint | undefined>(
    (before, one) => (before === undefined || one === undefined ? undefined : before + one),
    0n,
  );
  return sum !== undefined && sum === BigInt.asIntN(64, sum) ? sum : undefined;
}

const sumOf = (parts: readonly Message[]) => summed(parts.map((part) => part.sint(3)));

/** The smallest of fields 1 and the largest of fields 2, by `before`; undefined unless all are there. */
function bounds<T>(
  mins: readonly (T | undefined)[],
  maxs: readonly (T | undefined)[],
  before: (a: T, b: T) => boolean,
): { readonly min: T; readonly max: T } | undefined {
  const known = (values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);
  if (known(mins).length < mins.length || known(maxs).length < maxs.length) return undefined;
  return {
    min: known(mins).reduce((a, b) => (before(b, a) ? b : a)),
    max: known(maxs).reduce((a, b) => (before(a, b) ? b : a)),
  };
}

function signedBounds(parts: readonly Message[]): MessageWriter | undefined {
  const of = (field: number) => parts.map((part) => part.sint(field));
  const found = bounds(of(1), of(2), (a, b) => a < b);
  return found && new MessageWriter().sint(1, found.min).sint(2, found.max);
}

function doubles(parts: readonly Message[]): MessageWriter | undefined {
  const of = (field: number) => parts.map((part) => part.double(field));
  const found = bounds(of(1), of(2), (a, b) => a < b || (a === b && Object.is(a, -0)));
  return (
    found &&
    new MessageWriter()
      .double(1, found.min)
      .double(2, found.max)
      .double(3, total(of(3)))
  );
}

/** Of long texts there is in fields 4 and 5 only what is not more, and not less. */
function texts(parts: readonly Message[]): MessageWriter | undefined {
  const of = (exact: number, cut: number) =>
    parts.map((part) => {
      const bytes = part.bytes(exact) ?? part.bytes(cut);
      return bytes && { bytes, isExact: part.has(exact) };
    });
  const found = bounds(of(1, 4), of(2, 5), (a, b) => Buffer.compare(a.bytes, b.bytes) < 0);
  if (found === undefined) return undefined;
  const { min, max } = found;
  const merged = new MessageWriter();
  if (min.isExact) merged.bytes(1, min.bytes);
  if (max.isExact) merged.bytes(2, max.bytes);
  merged.sint(3, sumOf(parts));
  if (!min.isExact) merged.bytes(4, min.bytes);
  return max.isExact ? merged : merged.bytes(5, max.bytes);
}

/** How many are true. */
function truths(parts: readonly Message[]): MessageWriter | undefined {
  const count = total(parts.map((part) => part.uints(1)[0]));
  return count === undefined ? undefined : new MessageWriter().uints(1, [count]);
}

/** Bounds only: a sum, which may be absent, has no reader here. */
function decimals(parts: readonly Message[]): MessageWriter | undefined {
  const of = (field: number) => parts.map((part) => part.text(field));
  const digits = (text: string): bigint | undefined => decimalDigits(text, 38);
  if ([...of(1), ...of(2)].some((text) => text === undefined || digits(text) === undefined)) return undefined;
  const found = bounds(of(1), of(2), (a, b) => digits(a)! < digits(b)!);
  return found && new MessageWriter().bytes(1, Buffer.from(found.min)).bytes(2, Buffer.from(found.max));
}

function collections(parts: readonly Message[]): MessageWriter | undefined {
  const of = (field: number) => parts.map((part) => part.uint(field));
  const found = bounds(of(1), of(2), (a, b) => a < b);
  return (
    found &&
    new MessageWriter()
      .uint(1, found.min)
      .uint(2, found.max)
      .uint(3, total(of(3)))
  );
}
