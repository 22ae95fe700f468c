import { placed } from '../../errors/error.js';
import type { DecodedColumn } from '../batch.js';
import { laidPart } from '../parquet/encode/laid-data.js';
import type { LeafPart } from '../parquet/encode/leaves.js';
import type { DataType, Field, Value } from '../types.js';
import { fieldLayer } from './laid-fields.js';
import { nullTest, valueReader } from './lazy-simple.js';
import type { LazyParameters } from './lazy-parameters.js';
import type { Lines } from './lines.js';
import type { FieldReader, LinesReader } from './reader.js';

/**
 * Reads lines as `lazySimpleRows` does, but column by column: all are parted into fields first, and those of a column are read when it is
 * asked for. Throws REFUSED as `lazySimpleRows` does; its columns throw for values, naming column and line.
 */
export function lazySimpleLines(columns: readonly Field[], parameters: LazyParameters): LinesReader {
  const readers = columns.map(({ name, type }) => valueReader(type, parameters, name));
  const isNull = nullTest(parameters.nullText);
  return (lines) => {
    const fields = { lines, ends: fieldEnds(lines, columns.length, parameters), count: columns.length, isNull };
    return columns.map((column, i) => new LazyColumn(column, i, fields, readers[i]!, parameters));
  };
}

/** The fields of some lines. */
interface Fields {
  readonly lines: Lines;
  /** Where each field of each line ends; -1 where the line has no such field. */
  readonly ends: Int32Array;
  /** Fields of a line. */
  readonly count: number;
  readonly isNull: ReturnType<typeof nullTest>;
}

/** Source: org.apache.hadoop.hive.serde2.lazy.LazyStruct.parse. */
function fieldEnds({ bytes, bounds }: Lines, count: number, parameters: LazyParameters): Int32Array {
  const endOf = fieldEnd(parameters);
  const ends = new Int32Array((bounds.length / 2) * count).fill(-1);
  const parted = parameters.lastTakesRest ? count - 1 : count;
  for (let line = 0; line < bounds.length; line += 2) {
    const to = bounds[line + 1]!;
    let at = bounds[line]!;
    for (let field = 0; field < count && at <= to; field++, at++) {
      at = field === parted ? to : endOf(bytes, at, to);
      ends[(line / 2) * count + field] = at;
    }
  }
  return ends;
}

/** Where the field ends that begins at `at`, in a line that ends at `to`. */
function fieldEnd({ escape, separators: [separator] }: LazyParameters): (b: Buffer, at: number, to: number) => number {
  if (escape === undefined) {
    return (bytes, at, to) => {
      while (at < to && bytes[at] !== separator) at += 1;
      return at;
    };
  }
  return (bytes, at, to) => {
    while (at < to && bytes[at] !== separator) at += bytes[at] === escape && at + 1 < to ? 2 : 1;
    return at;
  };
}

class LazyColumn implements DecodedColumn {
  readonly name: string;
  readonly type: DataType;

  constructor(
    field: Field,
    private readonly index: number,
    private readonly fields: Fields,
    private readonly read: FieldReader,
    private readonly parameters: LazyParameters,
  ) {
    this.name = field.name;
    this.type = field.type;
  }

  forEach(use: (value: Value, row: number) => void): void {
    const rows = this.fields.lines.bounds.length / 2;
    for (let row = 0; row < rows; row++) use(this.at(row), row);
  }

  at(row: number): Value {
    const { lines, ends, count, isNull } = this.fields;
    const end = ends[row * count + this.index]!;
    if (end < 0 || isNull(lines.bytes, this.begin(row), end)) return null;
    try {
      return this.read(lines.bytes, this.begin(row), end);
    } catch (error) {
      throw this.placed(error, row);
    }
  }

  data(): LeafPart | undefined {
    const { lines, ends, count, isNull } = this.fields;
    const rows = lines.bounds.length / 2;
    const layer = fieldLayer(this.type, rows, this.read, this.parameters);
    if (layer === undefined) return undefined;
    const present = new Uint8Array(rows);
    let filled = 0;
    let row = 0;
    try {
      for (; row < rows; row++) {
        const end = ends[row * count + this.index]!;
        if (end < 0) continue;
        const begin = this.begin(row);
        if (isNull(lines.bytes, begin, end) || !layer.take(lines.bytes, begin, end)) continue;
        present[row] = 1;
        filled += 1;
      }
    } catch (error) {
      throw this.placed(error, row);
    }
    return laidPart(layer.laid(), filled === rows ? undefined : present);
  }

  /** Where the field of a row begins, which has one. */
  private begin(row: number): number {
    const { lines, ends, count } = this.fields;
    return this.index === 0 ? lines.bounds[2 * row]! : ends[row * count + this.index - 1]! + 1;
  }

  private placed(error: unknown, row: number): unknown {
    const { offset, bounds } = this.fields.lines;
    return placed(error, { column: this.name, offset: offset + bounds[2 * row]! });
  }
}
