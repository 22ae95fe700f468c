import { LakeliftError } from '../../errors/error.js';
import type { Scalar, Value } from '../types.js';
import type { AvroInput } from './input.js';
import type { AvroType } from './schema.js';

/** Reads the next value. */
export type Read = (input: AvroInput) => Value;
type Raw = (input: AvroInput) => Exclude<Scalar, null>;

/** Reads a scalar as Avro stores it; an enum is its symbol, that of the reader's schema where there is one. */
export function rawReader(type: AvroType, reader: AvroType | undefined): Raw {
  switch (type.kind) {
    case 'boolean':
      return (input) => input.boolean();
    case 'int':
      return (input) => input.int();
    case 'long':
      return (input) => input.long();
    case 'float':
      return (input) => input.float();
    case 'double':
      return (input) => input.double();
    case 'bytes':
    case 'string':
      return (input) => input.bytes();
    case 'fixed':
      return (input) => input.raw(type.size);
    case 'enum':
      return enumReader(type, reader);
    default:
      throw new LakeliftError('INTERNAL', `${type.kind} is no scalar`);
  }
}

function enumReader(type: AvroType & { kind: 'enum' }, reader: AvroType | undefined): Raw {
  const known = reader?.kind === 'enum' ? reader : undefined;
  const symbols = type.symbols.map((symbol) => {
    const shown = known === undefined || known.symbols.includes(symbol) ? symbol : known.otherwise;
    return shown === undefined ? undefined : new TextEncoder().encode(shown);
  });
  return (input) => {
    const index = input.size();
    const symbol = symbols[index];
    if (symbol !== undefined) return symbol;
    if (index >= symbols.length) throw input.corrupt(`has symbol ${index} of an enum of ${symbols.length}`);
    throw new LakeliftError('REFUSED', `the table's Avro schema does not have the symbol ${type.symbols[index]!}`);
  };
}

export function listReader(type: AvroType & { kind: 'array' }, item: Read): Read {
  requireSize(type.items);
  return (input) => {
    const items: Value[] = [];
    for (let count = input.blockCount(); count > 0; count = input.blockCount()) {
      for (; count > 0; count--) items.push(item(input));
    }
    return items;
  };
}

/** Pairs of key and value; of a key that comes twice the last counts, as in Java's maps. */
export function mapReader(type: AvroType & { kind: 'map' }, value: Read): Read {
  requireSize(type.values);
  return (input) => {
    const pairs = new Map<string, readonly Value[]>();
    for (let count = input.blockCount(); count > 0; count = input.blockCount()) {
      for (; count > 0; count--) {
        const key = input.bytes();
        pairs.set(Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1'), [key, value(input)]);
      }
    }
    return [...pairs.values()];
  };
}

/** Passes over a value that no column wants. */
export function skipper(type: AvroType): Read {
  switch (type.kind) {
    case 'null':
      return () => null;
    case 'array':
      return listReader(type, skipper(type.items));
    case 'map':
      return mapReader(type, skipper(type.values));
    case 'union': {
      const branches = type.branches.map(skipper);
      return (input) => {
        const skip = branches[input.size()];
        if (skip === undefined) throw input.corrupt('has an unknown union branch');
        return skip(input);
      };
    }
    case 'record': {
      const fields = type.fields.map((field) => skipper(field.type));
      return (input) => {
        for (const skip of fields) skip(input);
        return null;
      };
    }
    default: {
      const raw = rawReader(type, undefined);
      return (input) => {
        raw(input);
        return null;
      };
    }
  }
}

/** Values without a byte could be claimed by the billion, and no table has such. */
export function requireSize(type: AvroType): void {
  if (smallest(type) > 0) return;
  throw new LakeliftError('REFUSED', `the file holds lists of ${type.kind}, which take no bytes`);
}

/** Bytes of the shortest value. */
function smallest(type: AvroType): number {
  switch (type.kind) {
    case 'null':
      return 0;
    case 'fixed':
      return type.size;
    case 'record':
      return type.fields.reduce((sum, field) => sum + smallest(field.type), 0);
    default:
      return 1;
  }
}
