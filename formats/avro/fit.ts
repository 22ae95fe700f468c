import { LakeliftError, placed } from '../../errors/error.js';
import { typeName } from '../type-name.js';
import type { DataType, Field, Value } from '../types.js';
import { conversion } from './convert.js';
import type { AvroWriter } from './convert.js';
import { defaultValue } from './defaults.js';
import type { AvroInput } from './input.js';
import { listReader, mapReader, rawReader, skipper } from './read.js';
import type { Read } from './read.js';
import type { AvroRecordField, AvroRecordType, AvroType } from './schema.js';

/** What the rows are to become. */
export interface AvroTable {
  readonly columns: readonly Field[];
  /**
   * The schema the table names (`avro.schema.literal`, `avro.schema.url`): the file's fields are found through it, by name or alias, and
   * get its defaults.
   */
  readonly declared?: AvroType;
  /** Without `declared`, names may differ from the file's in case. */
  readonly anyCase: boolean;
}

/**
 * A reader of the table's columns from records of the file's schema. Without a schema of the table, columns have the names of the
 * file's fields, and what the file lacks is null. Throws REFUSED, naming the column, where Hive could not read the file as the table,
 * or where names differ in case, which Hive takes for other fields.
 */
export function fitAvro(file: AvroType, table: AvroTable, writer: AvroWriter): (input: AvroInput) => Value[] {
  const { columns, declared, anyCase } = table;
  if (file.kind !== 'record') throw refused(`the file holds ${file.kind}s, not records`);
  if (declared === undefined) return new Fitting(writer, anyCase).record(file, undefined, columns);
  if (declared.kind !== 'record') throw refused("the table's Avro schema is no record");
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  const unknown = declared.fields.find(({ name }) => !names.has(name.toLowerCase()));
  if (unknown !== undefined) throw refused(`the table's Avro schema has ${unknown.name}, which the metastore does not`);
  return new Fitting(writer, anyCase).record(file, declared, columns);
}

class Fitting {
  constructor(
    private readonly writer: AvroWriter,
    private readonly anyCase: boolean,
  ) {}

  /** Fields in the table's order; the file's are read in theirs, as they lie. */
  record(
    file: AvroRecordType,
    declared: AvroRecordType | undefined,
    to: readonly Field[],
  ): (input: AvroInput) => Value[] {
    const constants: Value[] = to.map(() => null);
    const slots = new Map<AvroRecordField, { readonly slot: number; readonly read: Read }>();
    to.forEach((field, slot) =>
      inColumn(field.name, () => {
        const reader = declared && declaredField(declared, field.name);
        const stored = reader === undefined ? ownField(file, field.name, this.anyCase) : writtenField(file, reader);
        if (stored !== undefined) {
          if (slots.has(stored)) throw refused(`two columns stand for the file's field ${stored.name}`);
          slots.set(stored, { slot, read: this.value(stored.type, reader?.type, field.type, field.name) });
        } else if (reader !== undefined) {
          constants[slot] = defaultValue(reader, field.type, this.writer);
        }
      }),
    );
    const steps = file.fields.map((field) => slots.get(field) ?? { slot: -1, read: skipper(field.type) });
    return (input) => {
      const values = constants.slice();
      for (const { slot, read } of steps) {
        const value = read(input);
        if (slot >= 0) values[slot] = value;
      }
      return values;
    };
  }

  private value(file: AvroType, declared: AvroType | undefined, to: DataType, name: string): Read {
    const reader = declared && notNull(declared, name);
    if (file.kind === 'union') return this.union(file.branches, reader, to, name);
    if (file.kind === 'array' && to.kind === 'ARRAY') {
      const items = reader?.kind === 'array' ? reader.items : undefined;
      return listReader(file, this.value(file.items, items, to.element, `${name}.element`));
    }
    if (file.kind === 'map' && to.kind === 'MAP' && to.key.kind === 'STRING') {
      const values = reader?.kind === 'map' ? reader.values : undefined;
      return mapReader(file, this.value(file.values, values, to.value, `${name}.value`));
    }
    if (file.kind === 'record' && to.kind === 'ROW') {
      return this.record(file, reader?.kind === 'record' ? reader : undefined, to.fields);
    }
    const convert = conversion(file, to, this.writer);
    if (convert === undefined) throw this.mismatch(file, to, name);
    const raw = rawReader(file, reader);
    return (input) => convert(raw(input));
  }

  /** A branch that is not of the table's type is an error only where a record holds it. */
  private union(branches: readonly AvroType[], reader: AvroType | undefined, to: DataType, name: string): Read {
    const failures: unknown[] = [];
    const reads = branches.map((branch): Read => {
      if (branch.kind === 'null') return () => null;
      try {
        return this.value(branch, reader, to, name);
      } catch (error) {
        failures.push(error);
        return () => {
          throw error;
        };
      }
    });
    const values = branches.filter(({ kind }) => kind !== 'null').length;
    if (values > 0 && failures.length === values) throw failures[0];
    return (input) => {
      const index = input.size();
      const read = reads[index];
      if (read === undefined) throw input.corrupt(`has branch ${index} of a union of ${reads.length}`);
      return read(input);
    };
  }

  private mismatch(file: AvroType, to: DataType, name: string): LakeliftError {
    const logical = 'logical' in file ? file.logical?.name : undefined;
    if (to.kind === 'TIMESTAMP' && logical === 'timestamp-millis' && this.writer.zone === undefined) {
      return refused(`${name} is a timestamp and the file does not say in which time zone (writer.time.zone)`);
    }
    const found = logical === undefined ? file.kind : `${file.kind} (${logical})`;
    return refused(`${name} is ${found} in the file, ${typeName(to)} in the table`);
  }
}

/** Hive has its columns in lower case. */
function declaredField(declared: AvroRecordType, column: string): AvroRecordField {
  const found = declared.fields.filter(({ name }) => name.toLowerCase() === column.toLowerCase());
  if (found.length === 1) return found[0]!;
  const why = found.length === 0 ? 'does not have' : 'has more than once';
  throw refused(`the table's Avro schema ${why} the column ${column}`);
}

function writtenField(file: AvroRecordType, reader: AvroRecordField): AvroRecordField | undefined {
  const byName = file.fields.find(({ name }) => name === reader.name);
  return byName ?? file.fields.find(({ name }) => reader.aliases.includes(name));
}

function ownField(file: AvroRecordType, column: string, anyCase: boolean): AvroRecordField | undefined {
  const exact = file.fields.find(({ name }) => name === column);
  if (exact !== undefined) return exact;
  const [other, ...more] = file.fields.filter(({ name }) => name.toLowerCase() === column.toLowerCase());
  if (other === undefined || (anyCase && more.length === 0)) return other;
  throw refused(
    `the file calls the column ${other.name}, and Avro tells upper from lower case: Hive reads it as missing`,
  );
}

function notNull(type: AvroType, name: string): AvroType {
  if (type.kind !== 'union') return type;
  const rest = type.branches.filter(({ kind }) => kind !== 'null');
  if (rest.length === 1) return rest[0]!;
  throw refused(`${name} is a union of ${rest.map(({ kind }) => kind).join(' and ')}, which the lake has no type for`);
}

function inColumn(column: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw placed(error, { column });
  }
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, {
    next: "rewrite the file with the table's types, or leave the table out with --tables",
  });
}
