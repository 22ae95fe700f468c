import { LakeliftError } from '../../errors/error.js';
import type { ThriftStruct, ThriftType, ThriftValue } from './thrift-compact.js';

/** A CORRUPT error about the content of a footer. */
export function corruptFooter(what: string): LakeliftError {
  return new LakeliftError('CORRUPT', `not a valid Parquet footer: ${what}`);
}

/** Typed access to the fields of one struct; a field of another wire type than asked for is CORRUPT, an absent one undefined. */
export class Fields {
  constructor(
    private readonly fields: ThriftStruct,
    private readonly name: string,
  ) {}

  has(id: number): boolean {
    return this.fields.has(id);
  }

  ids(): number[] {
    return [...this.fields.keys()];
  }

  /** An i32 and no other integer: readers made by Thrift skip a field of another type as if it were not there. */
  int(id: number): number | undefined {
    const value = this.fields.get(id);
    if (value === undefined) return undefined;
    if (value.type === 'i32') return value.value;
    throw this.wrong(id, 'a 32-bit integer');
  }

  byte(id: number): number | undefined {
    const value = this.fields.get(id);
    if (value === undefined) return undefined;
    if (value.type === 'i8') return value.value;
    throw this.wrong(id, 'an 8-bit integer');
  }

  /** An integer, or undefined for a field of another type: some writers used later field numbers for their own purposes. */
  intIfAny(id: number): number | undefined {
    const type = this.fields.get(id)?.type;
    return type === 'i32' || type === 'i16' || type === 'i8' ? this.int(id) : undefined;
  }

  /** An i64 that must be a size, count or offset. */
  size(id: number): number | undefined {
    const value = this.fields.get(id);
    if (value === undefined) return undefined;
    if (value.type !== 'i64') throw this.wrong(id, 'a 64-bit integer');
    if (value.value < 0n || value.value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.wrong(id, 'a size');
    return Number(value.value);
  }

  bool(id: number): boolean | undefined {
    const value = this.fields.get(id);
    if (value === undefined) return undefined;
    if (value.type !== 'bool') throw this.wrong(id, 'a boolean');
    return value.value;
  }

  binary(id: number): Uint8Array | undefined {
    const value = this.fields.get(id);
    if (value === undefined) return undefined;
    if (value.type !== 'binary') throw this.wrong(id, 'a byte string');
    return value.value;
  }

  text(id: number): string | undefined {
    const bytes = this.binary(id);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  struct(id: number, name: string): Fields | undefined {
    const value = this.fields.get(id);
    return value === undefined ? undefined : asStruct(value, name);
  }

  list(id: number): readonly ThriftValue[] | undefined {
    const value = this.fields.get(id);
    if (value === undefined) return undefined;
    if (value.type !== 'list') throw this.wrong(id, 'a list');
    return value.values;
  }

  structs(id: number, name: string): Fields[] | undefined {
    return this.list(id)?.map((value) => asStruct(value, name));
  }

  required<T>(value: T | undefined, what: string): T {
    if (value === undefined) throw corruptFooter(`${this.name} has no ${what}`);
    return value;
  }

  private wrong(id: number, wanted: string): LakeliftError {
    return corruptFooter(`field ${id} of ${this.name} is not ${wanted}`);
  }
}

function asStruct(value: ThriftValue, name: string): Fields {
  if (value.type !== 'struct') throw corruptFooter(`${name} is not a structure`);
  return new Fields(value.fields, name);
}

export const i32 = (value: number): ThriftValue => ({ type: 'i32', value });
export const i64 = (value: number): ThriftValue => ({ type: 'i64', value: BigInt(value) });
export const bool = (value: boolean): ThriftValue => ({ type: 'bool', value });
export const binary = (value: Uint8Array): ThriftValue => ({ type: 'binary', value });
export const text = (value: string): ThriftValue => ({ type: 'binary', value: new TextEncoder().encode(value) });
export const list = (element: ThriftType, values: readonly ThriftValue[]): ThriftValue => ({
  type: 'list',
  element,
  values,
});

/** A struct of the fields that are present. */
export function struct(fields: Record<number, ThriftValue | undefined>): ThriftValue & { type: 'struct' } {
  const present = new Map<number, ThriftValue>();
  for (const [id, value] of Object.entries(fields)) if (value !== undefined) present.set(Number(id), value);
  return { type: 'struct', fields: present };
}

/** `make(value)` unless the value is absent. */
export function optional<T>(value: T | undefined, make: (value: T) => ThriftValue): ThriftValue | undefined {
  return value === undefined ? undefined : make(value);
}
