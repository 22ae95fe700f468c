import { LakeliftError } from '../errors/error.js';
import type { AvroInput } from '../formats/index.js';
import { isUnion } from './avro-encoder.js';
import type { AvroSchema, AvroValue } from './avro-schema.js';

/** Reads a value of a manifest. Throws CORRUPT when the bytes end early, REFUSED for types that no manifest has. */
export function readValue(input: AvroInput, schema: AvroSchema): AvroValue {
  if (typeof schema === 'string') return primitive(input, schema);
  if (isUnion(schema)) {
    const branch = schema[input.size()];
    if (branch === undefined) throw input.corrupt('has an unknown union branch');
    return readValue(input, branch);
  }
  if (schema.type === 'record') {
    const record: Record<string, AvroValue> = {};
    for (const field of schema.fields) record[field.name] = readValue(input, field.type);
    return record;
  }
  if (schema.type === 'array') {
    const items: AvroValue[] = [];
    for (let count = input.blockCount(); count > 0; count = input.blockCount()) {
      for (; count > 0; count--) items.push(readValue(input, schema.items));
    }
    return items;
  }
  return primitive(input, schema.type);
}

function primitive(input: AvroInput, type: string): AvroValue {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return input.boolean();
    case 'int':
      return input.int();
    case 'long':
      return input.long();
    case 'bytes':
      // A plain copy: a Buffer's own slice would keep the whole block.
      return new Uint8Array(input.bytes());
    case 'string':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(input.bytes());
    case 'float':
      return input.float();
    case 'double':
      return input.double();
    default:
      throw new LakeliftError('REFUSED', `the Avro type ${type} is not supported`);
  }
}
