import { compareScalars } from '../compare.js';
import type { ColumnStatistics, DataType, Field, Scalar } from '../types.js';
import type { Message } from './protobuf.js';
import type { OrcType } from './schema.js';
import type { OrcTail } from './tail.js';

const WHAT = 'ORC column statistics';
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * What the footer says of the columns of a file whose types are the table's, by name: null counts, and bounds where both are there. Nested
 * columns, bytes and timestamps have none. Source: orc_proto.proto, ColumnStatistics.
 */
export function orcStatistics(tail: OrcTail, columns: readonly Field[]): Map<string, ColumnStatistics> {
  const { schema, statistics, rowCount } = tail;
  const found = new Map<string, ColumnStatistics>();
  for (const { name, type } of columns) {
    const file = schema.children[schema.fieldNames.indexOf(name)];
    const stated = file === undefined ? undefined : statistics[file.id];
    if (file === undefined || stated === undefined) continue;
    const values = stated.uint(1);
    const nulls = values === undefined || values > rowCount ? {} : { nullCount: rowCount - values };
    const bounds = boundsOf(stated, file, type);
    if (values !== undefined || bounds !== undefined) found.set(name, { ...nulls, ...bounds });
  }
  return found;
}

/** Whether a column of floats certainly has no NaN, which bounds leave out: their sum would be NaN, too. */
export function isWithoutNaN(tail: OrcTail, file: OrcType): boolean {
  const stated = tail.statistics[file.id];
  if (stated?.uint(1) === 0) return true;
  const sum = stated?.message(3, WHAT)?.double(3);
  return sum !== undefined && !Number.isNaN(sum);
}

function boundsOf(stated: Message, file: OrcType, type: DataType): { min: Scalar; max: Scalar } | undefined {
  const [min, max] = [boundOf(stated, file, type, 1), boundOf(stated, file, type, 2)];
  if (min === undefined || max === undefined) return undefined;
  const order = compareScalars(min, max);
  return order === undefined || order > 0 ? undefined : { min, max };
}

/** `which` is 1 for the smallest value, 2 for the largest. */
function boundOf(stated: Message, { kind }: OrcType, type: DataType, which: 1 | 2): Scalar | undefined {
  switch (kind) {
    case 'BYTE':
    case 'SHORT':
    case 'INT':
    case 'LONG': {
      const value = stated.message(2, WHAT)?.sint(which);
      return value === undefined || type.kind === 'BIGINT' ? value : Number(value);
    }
    case 'FLOAT':
    case 'DOUBLE':
      return stated.message(3, WHAT)?.double(which);
    case 'STRING':
    case 'VARCHAR':
      return stated.message(4, WHAT)?.bytes(which);
    case 'DECIMAL':
      return type.kind === 'DECIMAL' ? decimalDigits(stated.message(6, WHAT)?.text(which), type.scale) : undefined;
    case 'DATE': {
      const days = stated.message(7, WHAT)?.sint(which);
      return days === undefined ? undefined : Number(days);
    }
    default:
      return undefined;
  }
}

/** The digits of a decimal as a whole number of that scale; undefined when it has more behind the point, or is none. */
export function decimalDigits(text: string | undefined, scale: number): bigint | undefined {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text ?? '') ?? [];
  if (sign === undefined || fraction.length > scale) return undefined;
  const digits = BigInt(whole + fraction.padEnd(scale, '0'));
  return sign === '-' ? -digits : digits;
}
