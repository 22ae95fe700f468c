import type { RowFile } from '../file-rows.js';
import type { RowPlace } from './tally.js';

/** The files of a partition among which rows that differ are looked for. */
export interface SampleScope {
  readonly partition: string;
  readonly sources: readonly RowFile[];
  readonly targets: readonly RowFile[];
  /** For each target, by index, the sources its rows were made of, in order; none for a file that was not planned. */
  readonly inputs: readonly (readonly number[])[];
}

/**
 * Which row of the other side was written from, or into, a row when nothing went wrong: lakelift keeps the order of rows. A guess by
 * position only; whether the row there is a counterpart is for the caller to see.
 */
export class Positions {
  private readonly targetOf = new Map<number, { readonly target: number; readonly firstRow: number }>();

  private readonly sourceRows: readonly number[];
  /** Whether every target file has as many rows as it was made of: then no row is lost or doubled before another one. */
  readonly aligned: boolean;

  /** `rows` of each file, by index. */
  constructor(
    private readonly scope: SampleScope,
    rows: { readonly source: readonly number[]; readonly target: readonly number[] },
  ) {
    this.sourceRows = rows.source;
    this.aligned = scope.inputs.every(
      (inputs, target) => inputs.reduce((sum, source) => sum + (rows.source[source] ?? 0), 0) === rows.target[target],
    );
    scope.inputs.forEach((inputs, target) => {
      let firstRow = 0;
      for (const source of inputs) {
        this.targetOf.set(source, { target, firstRow });
        firstRow += rows.source[source] ?? 0;
      }
    });
  }

  inTarget({ file, row }: RowPlace): RowPlace | undefined {
    const known = this.targetOf.get(file);
    return known === undefined ? undefined : { file: known.target, row: known.firstRow + row };
  }

  inSource({ file, row }: RowPlace): RowPlace | undefined {
    let left = row;
    for (const source of this.scope.inputs[file] ?? []) {
      const rows = this.sourceRows[source] ?? 0;
      if (left < rows) return { file: source, row: left };
      left -= rows;
    }
    return undefined;
  }
}
