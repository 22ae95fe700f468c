import { Thrift } from 'thrift';

/** The bytes are no message of the Thrift binary protocol, or one beyond the limit: nothing after them has a known meaning. */
export class MalformedMessage extends Error {}

const MAX_METHOD_NAME = 256;
const MAX_DEPTH = 64;
const VERSION_MASK = 0xffff0000 | 0;
const VERSION_1 = 0x80010000 | 0;
/** A field begins with its type and its id. */
const FIELD_HEADER = 3;

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

  /** True when `count` bytes after the position have come. Throws MalformedMessage when they would lie beyond the limit. */
  has(count: number): boolean {
    if (count > this.limit - this.position) throw new MalformedMessage(`longer than ${String(this.limit)} bytes`);
    return this.length - this.position >= count;
  }

  byte(offset: number): number {
    return this.bytes.readUInt8(this.position + offset);
  }

  int(offset: number): number {
    return this.bytes.readInt32BE(this.position + offset);
  }

  /** A length or count, which must not be negative. */
  size(offset: number): number {
    const size = this.int(offset);
    if (size < 0) throw new MalformedMessage(`negative size ${String(size)}`);
    return size;
  }
}

const FIXED_WIDTH: Readonly<Record<number, number>> = {
  [Thrift.Type.BOOL]: 1,
  [Thrift.Type.BYTE]: 1,
  [Thrift.Type.I16]: 2,
  [Thrift.Type.I32]: 4,
  [Thrift.Type.I64]: 8,
  [Thrift.Type.DOUBLE]: 8,
};

/** Something that has begun and not ended: a struct, which has no types, or `left` values of a list, set or map of these types in turn. */
interface Level {
  readonly types: readonly number[];
  left: number;
}

/**
 * Looks for the end of one message of the Thrift binary protocol, strict or old style: each byte is looked at once, however slowly they
 * come.
 */
export class MessageEnd {
  readonly #input: Received;
  readonly #open: Level[] = [];
  #begun = false;

  /** The message begins at the input's position. */
  constructor(input: Received) {
    this.#input = input;
  }

  /** True when the input's position is the end of the message, false while bytes are missing. Throws MalformedMessage. */
  reached(): boolean {
    if (!this.#begun && !this.#header()) return false;
    for (let level = this.#open.at(-1); level !== undefined; level = this.#open.at(-1)) {
      if (!(level.types.length === 0 ? this.#field() : this.#element(level))) return false;
    }
    return true;
  }

  /** Version, name, type and sequence of the message, all or nothing. */
  #header(): boolean {
    const input = this.#input;
    if (!input.has(4)) return false;
    const strict = input.int(0) < 0;
    if (strict && (input.int(0) & VERSION_MASK) !== VERSION_1) {
      throw new MalformedMessage('another protocol or version');
    }
    const start = strict ? 8 : 4;
    if (!input.has(start)) return false;
    const nameLength = input.size(start - 4);
    if (nameLength > MAX_METHOD_NAME) throw new MalformedMessage(`a method name of ${String(nameLength)} bytes`);
    if (!input.has(start + nameLength)) return false;
    // A framed message looks like an old-style one whose name is no word.
    const name = input.bytes.toString('latin1', input.position + start, input.position + start + nameLength);
    if (!/^\w+$/.test(name)) throw new MalformedMessage('a method name that is no word');
    // Then the sequence, in old style after the type.
    if (!this.#pass(start + nameLength + (strict ? 4 : 5))) return false;
    this.#begun = true;
    this.#enter([], 0);
    return true;
  }

  #field(): boolean {
    const input = this.#input;
    if (!input.has(1)) return false;
    const type = input.byte(0);
    if (type !== Thrift.Type.STOP) return this.#value(type, FIELD_HEADER);
    input.position += 1;
    this.#open.pop();
    return true;
  }

  #element(level: Level): boolean {
    if (level.left === 0) return this.#open.pop() !== undefined;
    // Counted down: a map of n pairs has an even number of values left before each key.
    const type = level.types[level.left % level.types.length === 0 ? 0 : 1]!;
    if (!this.#value(type, 0)) return false;
    level.left -= 1;
    return true;
  }

  /** Passes the `before` bytes and the value after them, or its beginning when it has parts. */
  #value(type: number, before: number): boolean {
    const input = this.#input;
    const width = FIXED_WIDTH[type];
    if (width !== undefined) return this.#pass(before + width);
    if (type === Thrift.Type.STRING) {
      return input.has(before + 4) && this.#pass(before + 4 + input.size(before));
    }
    if (type === Thrift.Type.STRUCT) return this.#pass(before) && this.#enter([], 0);
    const types = type === Thrift.Type.MAP ? 2 : 1;
    if (types === 1 && type !== Thrift.Type.LIST && type !== Thrift.Type.SET) {
      throw new MalformedMessage(`no such type: ${String(type)}`);
    }
    return input.has(before + types + 4) && this.#values(before, types);
  }

  #values(before: number, typeCount: number): boolean {
    const input = this.#input;
    const types = typeCount === 2 ? [input.byte(before), input.byte(before + 1)] : [input.byte(before)];
    const count = input.size(before + typeCount);
    const header = before + typeCount + 4;
    const widths = types.map((type) => FIXED_WIDTH[type] ?? 0);
    // Numbers are passed at once; anything else takes a byte at least, so that a count beyond the limit ends there.
    if (widths.every((width) => width > 0)) {
      return this.#pass(header + count * widths.reduce((sum, width) => sum + width));
    }
    return this.#pass(header) && this.#enter(types, count * typeCount);
  }

  #pass(count: number): boolean {
    if (!this.#input.has(count)) return false;
    this.#input.position += count;
    return true;
  }

  #enter(types: readonly number[], left: number): true {
    if (this.#open.length > MAX_DEPTH) throw new MalformedMessage(`nested deeper than ${String(MAX_DEPTH)}`);
    this.#open.push({ types, left });
    return true;
  }
}
