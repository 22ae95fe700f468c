import type { DecodedBatch } from '../batch.js';
import { CanonicalWriter, isWide } from '../canonical.js';
import type { DataType, Field, Value } from '../types.js';

/** The rows of a batch as bytes, one after the other. */
export interface RowBytes {
  readonly rowCount: number;
  /** Bytes of a row. */
  size(row: number): number;
  /** Writes a row at an offset of `target`. */
  copy(row: number, target: Uint8Array, offset: number): void;
}

/** Rows in the canonical form of their values. Memory: those bytes, a column at a time, and none of the values. */
export function rowBytes(batch: DecodedBatch): RowBytes {
  const columns = batch.columns.map((column) => {
    const writer = new CanonicalWriter();
    const ends = new Uint32Array(batch.rowCount + 1);
    column.forEach((value, row) => {
      writer.value(value, column.type);
      ends[row + 1] = writer.length;
    });
    return { bytes: writer.written, ends };
  });
  return {
    rowCount: batch.rowCount,
    size: (row) => columns.reduce((sum, { ends }) => sum + ends[row + 1]! - ends[row]!, 0),
    copy(row, target, offset) {
      let at = offset;
      for (const { bytes, ends } of columns) {
        target.set(bytes.subarray(ends[row]!, ends[row + 1]!), at);
        at += ends[row + 1]! - ends[row]!;
      }
    },
  };
}

/** The values of a row that `rowBytes` wrote, from `offset` on. */
export function readRow(bytes: Uint8Array, offset: number, columns: readonly Field[]): Value[] {
  const reader = new CanonicalReader(bytes, offset);
  return columns.map(({ type }) => reader.value(type));
}

/** Reads what `CanonicalWriter` wrote. */
class CanonicalReader {
  readonly #view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private offset: number,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(type: DataType): Value {
    if (this.bytes[this.offset++] === 0) return null;
    switch (type.kind) {
      case 'BOOLEAN':
        return this.bytes[this.offset++] === 1;
      case 'TINYINT':
      case 'SMALLINT':
      case 'INT':
      case 'DATE':
      case 'FLOAT':
      case 'DOUBLE':
        return this.#view.getFloat64((this.offset += 8) - 8, true);
      case 'BIGINT':
      case 'DECIMAL':
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ':
        return this.#bigint(isWide(type));
      case 'ARRAY':
        return this.#items(() => this.value(type.element));
      case 'MAP':
        return this.#items(() => [this.value(type.key), this.value(type.value)]);
      case 'ROW':
        return this.#items((index) => this.value(type.fields[index]!.type));
      default: {
        const length = this.#size();
        return new Uint8Array(this.bytes.subarray(this.offset, (this.offset += length)));
      }
    }
  }

  #items(item: (index: number) => Value): Value[] {
    const count = this.#size();
    const items: Value[] = [];
    for (let index = 0; index < count; index++) items.push(item(index));
    return items;
  }

  #bigint(wide: boolean): bigint {
    const low = this.#view.getBigInt64((this.offset += 8) - 8, true);
    if (!wide) return low;
    const high = this.#view.getBigInt64((this.offset += 8) - 8, true);
    return (high << 64n) | BigInt.asUintN(64, low);
  }

  #size(): number {
    return this.#view.getUint32((this.offset += 4) - 4, true);
  }
}
