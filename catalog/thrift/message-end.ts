import { Thrift } from 'thrift';

/** The bytes are no message of the Thrift binary protocol, or one beyond the limit: nothing after them has a known meaning. */
export class MalformedMessage extends Error {}

const MAX_METHOD_NAME = 256;
const MAX_DEPTH = 64;
const VERSION_MASK = 0xffff0000 | 0;
const VERSION_1 = 0x80010000 | 0;

/** What has come of a message so far, and how far it was looked at. */
export class Received {
  bytes: Buffer = Buffer.alloc(0);
  length = 0;
  position = 0;
  /** Where the message has to end at the latest. */
  limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  has(count: number): boolean {
    if (count > this.limit - this.position) throw new MalformedMessage(`longer than ${String(this.limit)} bytes`);
    return this.length - this.position >= count;
  }

  byte(): number {
    return this.bytes.readUInt8(this.position++);
  }

  int(): number {
    this.position += 4;
    return this.bytes.readInt32BE(this.position - 4);
  }

  /** A length or count, which must not be negative. */
  size(): number {
    const size = this.int();
    if (size < 0) throw new MalformedMessage(`negative size ${String(size)}`);
    return size;
  }
}

type Steps = Generator<undefined, void, undefined>;

const FIXED_WIDTH: Readonly<Record<number, number>> = {
  [Thrift.Type.BOOL]: 1,
  [Thrift.Type.BYTE]: 1,
  [Thrift.Type.I16]: 2,
  [Thrift.Type.I32]: 4,
  [Thrift.Type.I64]: 8,
  [Thrift.Type.DOUBLE]: 8,
};

function* skip(input: Received, count: number): Steps {
  while (!input.has(count)) yield;
  input.position += count;
}

/**
 * Walks over one message of the Thrift binary protocol, strict or old style, and stops whenever bytes are missing:
 * each byte is looked at once, however slowly they come. Throws MalformedMessage.
 */
export function* messageEnd(input: Received): Steps {
  while (!input.has(4)) yield;
  const first = input.int();
  let nameLength = first;
  if (first < 0) {
    if ((first & VERSION_MASK) !== VERSION_1) throw new MalformedMessage('another protocol or version');
    while (!input.has(4)) yield;
    nameLength = input.size();
  }
  if (nameLength > MAX_METHOD_NAME) throw new MalformedMessage(`a method name of ${String(nameLength)} bytes`);
  const typeByte = first < 0 ? 0 : 1;
  yield* skip(input, nameLength);
  // A framed message looks like an old-style one whose name is no word.
  const name = input.bytes.subarray(input.position - nameLength, input.position);
  if (!/^\w+$/.test(name.toString('latin1'))) throw new MalformedMessage('a method name that is no word');
  yield* skip(input, typeByte + 4);
  yield* skipStruct(input, 0);
}

function* skipStruct(input: Received, depth: number): Steps {
  for (;;) {
    while (!input.has(1)) yield;
    const type = input.byte();
    if (type === Thrift.Type.STOP) return;
    yield* skip(input, 2);
    yield* skipValue(input, type, depth + 1);
  }
}

function* skipValue(input: Received, type: number, depth: number): Steps {
  if (depth > MAX_DEPTH) throw new MalformedMessage(`nested deeper than ${String(MAX_DEPTH)}`);
  const width = FIXED_WIDTH[type];
  if (width !== undefined) yield* skip(input, width);
  else if (type === Thrift.Type.STRING) {
    while (!input.has(4)) yield;
    yield* skip(input, input.size());
  } else if (type === Thrift.Type.STRUCT) yield* skipStruct(input, depth);
  else if (type === Thrift.Type.LIST || type === Thrift.Type.SET) {
    while (!input.has(5)) yield;
    yield* skipValues(input, [input.byte()], input.size(), depth);
  } else if (type === Thrift.Type.MAP) {
    while (!input.has(6)) yield;
    yield* skipValues(input, [input.byte(), input.byte()], input.size(), depth);
  } else throw new MalformedMessage(`no such type: ${String(type)}`);
}

function* skipValues(input: Received, types: readonly number[], count: number, depth: number): Steps {
  const widths = types.map((type) => FIXED_WIDTH[type] ?? 0);
  // Numbers are skipped at once; anything else takes a byte at least, so that a count beyond the limit ends there.
  if (widths.every((width) => width > 0)) return yield* skip(input, count * widths.reduce((sum, width) => sum + width));
  for (let index = 0; index < count; index++) {
    for (const type of types) yield* skipValue(input, type, depth + 1);
  }
}
