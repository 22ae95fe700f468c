import { compareScalars } from '../formats/index.js';
import type { ColumnStatistics, DecodedBatch, ExactBounds, Scalar } from '../formats/index.js';
import type { Difference } from './model.js';
import { showScalar } from './scalar.js';

/**
 * Part of level 3: values of a row group, or a whole file, that its own statistics deny. Readers skip row groups and files by them, so that
 * rows would be there and not be found; and where they are said to be exact, they answer a minimum or maximum by them. CHAR is left out,
 * as its padding is not part of the bounds.
 */
export class DeniedValues {
  private readonly columns = new Map<string, ColumnCheck>();

  constructor(
    private readonly stated: ReadonlyMap<string, ColumnStatistics>,
    private readonly exact: ReadonlyMap<string, ExactBounds>,
  ) {}

  /** The next rows. */
  add(batch: DecodedBatch): void {
    for (const { name, type, forEach } of batch.columns) {
      const { min, max } = this.stated.get(name) ?? {};
      const bounded = min !== undefined && max !== undefined && type.kind !== 'CHAR';
      const check: ColumnCheck = this.columns.get(name) ?? {
        nulls: 0,
        ...(bounded && { bounds: new Bounds(min, max) }),
      };
      this.columns.set(name, check);
      forEach((value) => {
        if (value === null) check.nulls += 1;
        else check.bounds?.add(value as Scalar);
      });
    }
  }

  /** What was found once all rows are added. */
  differences(): Difference[] {
    return [...this.columns].flatMap(([column, { nulls, bounds }]) => {
      const { nullCount } = this.stated.get(column) ?? {};
      const found = bounds?.difference(this.exact.get(column));
      const ofBounds = found === undefined ? [] : [{ column, ...found }];
      if (nullCount === undefined || nullCount === nulls) return ofBounds;
      const message = "the nulls of a row group are not those of the file's statistics";
      return [{ message, column, expected: String(nullCount), actual: String(nulls) }, ...ofBounds];
    });
  }
}

interface ColumnCheck {
  nulls: number;
  readonly bounds?: Bounds;
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
