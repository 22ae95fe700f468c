/** A cell of a row that differs, as people read it; a side that lacks the row has no text. */
export interface SampleColumn {
  readonly name: string;
  readonly source?: string;
  readonly target?: string;
}

/** One row that differs. */
export interface RowSample {
  /** changed: other values on the other side. missing: only in the source. extra: only in the target, or there more often. */
  readonly kind: 'changed' | 'missing' | 'extra';
  readonly partition: string;
  /** `path, row N`, rows counted from 0. */
  readonly source?: string;
  readonly target?: string;
  /** How often the very same row is on either side, where that is not once and never. */
  readonly times?: { readonly source: number; readonly target: number };
  /** Columns that differ come first. */
  readonly columns: readonly SampleColumn[];
}
