import { compareScalars } from '../formats/index.js';
import type { ColumnStatistics, DecodedBatch, ExactBounds, Scalar } from '../formats/index.js';
import type { Difference } from './model.js';
import { showScalar } from './scalar.js';

/**
 * Part of level 3: values of a row group that its own statistics deny. Readers skip row groups and files by them, so that rows would
 * be there and not be found; and where they are said to be exact, they answer a minimum or maximum by them. CHAR is left out, as its
 * padding is not part of the bounds.
 */
export function deniedValues(
  stated: ReadonlyMap<string, ColumnStatistics>,
  exact: ReadonlyMap<string, ExactBounds>,
  batch: DecodedBatch,
): Difference[] {
  const differences: Difference[] = [];
  for (const { name: column, type, forEach } of batch.columns) {
    const { nullCount, min, max } = stated.get(column) ?? {};
    const bounds = min !== undefined && max !== undefined && type.kind !== 'CHAR' ? new Bounds(min, max) : undefined;
    let nulls = 0;
    forEach((value) => {
      if (value === null) nulls += 1;
      else bounds?.add(value as Scalar);
    });
    if (nullCount !== undefined && nullCount !== nulls) {
      const values = { expected: String(nullCount), actual: String(nulls) };
      differences.push({
        message: "the nulls of a row group are not those of the file's statistics",
        column,
        ...values,
      });
    }
    const found = bounds?.difference(exact.get(column));
    if (found !== undefined) differences.push({ column, ...found });
  }
  return differences;
}

/** A minimum and a maximum, held to the values there are. */
class Bounds {
  private outside: Scalar | undefined;
  private some = false;
  private hasMin = false;
  private hasMax = false;

  constructor(
    private readonly min: Scalar,
    private readonly max: Scalar,
  ) {}

  add(value: Scalar): void {
    const [low, high] = [compareScalars(value, this.min), compareScalars(value, this.max)];
    if (low === -1 || high === 1) this.outside ??= value;
    this.some = true;
    this.hasMin ||= low === 0;
    this.hasMax ||= high === 0;
  }

  difference(exact: ExactBounds | undefined): Omit<Difference, 'column'> | undefined {
    if (this.outside !== undefined) {
      const expected = `${showScalar(this.min)} to ${showScalar(this.max)}`;
      return { message: "a value lies outside of the file's own bounds", expected, actual: showScalar(this.outside) };
    }
    const missed =
      exact?.min === true && !this.hasMin ? this.min : exact?.max === true && !this.hasMax ? this.max : undefined;
    if (missed === undefined || !this.some) return undefined;
    return { message: 'a bound that the file states as exact is none of its values', expected: showScalar(missed) };
  }
}
