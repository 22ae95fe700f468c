import { sameType } from '../type-name.js';
import type { DataType, Field } from '../types.js';
import { SIMPLE_TYPES } from './columns.js';
import type { OrcType } from './schema.js';
import { isWithoutNaN, orcStatistics } from './statistics.js';
import type { OrcTail } from './tail.js';

/** Source: org.apache.orc.OrcFile.WriterVersion. Older ones left out null streams of decimals (HIVE-13083), and wrong bounds of texts. */
const SOUND_WRITER = 4;
/** 1582-10-15, the first day that both calendars number alike; in days since 1970. */
const GREGORIAN = -141_427;
/** Of all of these, values and filters were seen right in Java Paimon and pypaimon. */
const KEPT: Readonly<Partial<Record<OrcType['kind'], DataType['kind']>>> = SIMPLE_TYPES;

/**
 * Why a file that `fitOrc` found fit must be decoded all the same, by the first column that stands in the way; undefined when it can stand
 * in the lake as it is. Readers of Paimon find columns by their exact names; they pass over stripes by the file's own statistics; they
 * do not agree on timestamps, on CHAR, and on days before 1582-10-15.
 */
export function whyOrcConverted(tail: OrcTail, columns: readonly Field[]): string | undefined {
  if (tail.writerVersion < SOUND_WRITER) return 'statistics of its writer are not certain';
  if (tail.decimalsAsLongs) return 'it is of an unstable version of the format';
  const { schema } = tail;
  for (const { name, type } of columns) {
    const file = schema.children[schema.fieldNames.indexOf(name)];
    // Java Paimon takes an absent column for null, but pypaimon cannot filter by it.
    if (file === undefined) return `${name}: no column has exactly this name`;
    const reason = reasonOf(file, type) ?? valuesReason(tail, file, { name, type });
    if (reason !== undefined) return `${name}: ${reason}`;
  }
  return undefined;
}

/** Why a column cannot stay, by its type. */
function reasonOf(file: OrcType, type: DataType): string | undefined {
  switch (type.kind) {
    case 'DECIMAL': {
      const { kind, precision, scale } = file;
      return kind === 'DECIMAL' && sameType({ kind, precision, scale }, type)
        ? undefined
        : 'of another type in the file';
    }
    case 'VARCHAR':
      return file.kind === 'VARCHAR' && file.maxLength! <= type.length ? undefined : 'of another type in the file';
    case 'ARRAY':
      return nestedReason(file, 'LIST', [type.element]);
    case 'MAP':
      return nestedReason(file, 'MAP', [type.key, type.value]);
    case 'ROW': {
      const names = type.fields.map(({ name }) => name);
      if (JSON.stringify(names) !== JSON.stringify(file.fieldNames)) return 'with other fields in the file';
      return nestedReason(
        file,
        'STRUCT',
        type.fields.map((field) => field.type),
      );
    }
    case 'CHAR':
      return 'padded or not, as its writer had it';
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return 'a timestamp, which readers take for different times';
    default:
      return KEPT[file.kind] === type.kind ? undefined : 'of another type in the file';
  }
}

function nestedReason(file: OrcType, kind: OrcType['kind'], types: readonly DataType[]): string | undefined {
  if (file.kind !== kind) return 'of another type in the file';
  return types.map((type, i) => nestedValueReason(file.children[i]!, type)).find((reason) => reason !== undefined);
}

/** Within lists, maps and structs, the file's statistics tell of no column apart what readers would need. */
function nestedValueReason(file: OrcType, type: DataType): string | undefined {
  return type.kind === 'DATE' ? 'nested dates, of a calendar that is not certain' : reasonOf(file, type);
}

/** Why a column cannot stay, by the values its statistics tell of. */
function valuesReason(tail: OrcTail, file: OrcType, column: Field): string | undefined {
  if (file.kind === 'FLOAT' || file.kind === 'DOUBLE') {
    return isWithoutNaN(tail, file) ? undefined : 'bounds of floats that may leave out NaN';
  }
  if (file.kind !== 'DATE') return undefined;
  const { min, nullCount } = orcStatistics(tail, [column]).get(column.name) ?? {};
  if (nullCount === tail.rowCount || (typeof min === 'number' && min >= GREGORIAN)) return undefined;
  return 'dates that may lie before 1582-10-15';
}
