import { compareScalars, type ColumnStatistics, type DecodedBatch, type Scalar } from '../formats/index.js';
import type { Difference } from './model.js';
import { showScalar } from './scalar.js';

/**
 * Part of level 3: values of a row group that its own statistics deny. Readers skip row groups and files by them, so that rows would
 * be there and not be found. CHAR is left out, as its padding is not part of the bounds.
 */
export function deniedValues(stated: ReadonlyMap<string, ColumnStatistics>, batch: DecodedBatch): Difference[] {
  const differences: Difference[] = [];
  for (const { name: column, type, forEach } of batch.columns) {
    const { nullCount, min, max } = stated.get(column) ?? {};
    let nulls = 0;
    let outside: Scalar | undefined;
    const isBounded = min !== undefined && max !== undefined && type.kind !== 'CHAR';
    forEach((value) => {
      if (value === null) nulls += 1;
      else if (isBounded && outside === undefined && isOutside(value as Scalar, min, max)) outside = value as Scalar;
    });
    if (nullCount !== undefined && nullCount !== nulls) {
      const values = { expected: String(nullCount), actual: String(nulls) };
      differences.push({
        message: "the nulls of a row group are not those of the file's statistics",
        column,
        ...values,
      });
    }
    if (outside !== undefined) {
      const values = { expected: `${showScalar(min)} to ${showScalar(max)}`, actual: showScalar(outside) };
      differences.push({ message: "a value lies outside of the file's own bounds", column, ...values });
    }
  }
  return differences;
}

const isOutside = (value: Scalar, min: Scalar, max: Scalar): boolean =>
  compareScalars(value, min) === -1 || compareScalars(value, max) === 1;
