import { Field as ArrowField, makeData, RecordBatch, Schema, Struct } from 'apache-arrow';
import { placed } from '../../errors/error.js';
import type { DecodedBatch } from '../batch.js';
import { arrowData } from '../parquet/encode/arrow-data.js';
import type { Field } from '../types.js';
import { logicalLeaf } from './leaf.js';

/** The Arrow schema of columns; all are nullable. */
export function arrowSchema(columns: readonly Field[]): Schema {
  const none = { length: 0, forEach: () => undefined };
  return new Schema(
    columns.map(({ name, type }) => new ArrowField(name, arrowData(none, type, logicalLeaf).type, true)),
  );
}

/** A batch as an Arrow record batch of that schema. Throws REFUSED, naming the column, for values Arrow does not have. */
export function arrowBatch({ rowCount, columns }: DecodedBatch): RecordBatch {
  const children = columns.map((column) => {
    const list = { length: rowCount, forEach: column.forEach.bind(column) };
    try {
      return arrowData(list, column.type, logicalLeaf);
    } catch (error) {
      throw placed(error, { column: column.name });
    }
  });
  const fields = columns.map(({ name }, i) => new ArrowField(name, children[i]!.type, true));
  const data = makeData({ type: new Struct(fields), length: rowCount, nullCount: 0, children });
  return new RecordBatch(new Schema(fields), data);
}
