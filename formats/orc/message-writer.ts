const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

/**
 * One protobuf message being written, in the order of the calls; a field without a value is left out. Source: protobuf.dev,
 * "Encoding".
 */
export class MessageWriter {
  private readonly parts: Uint8Array[] = [];

  uint(field: number, value: number | undefined): this {
    return value === undefined ? this : this.put(field, VARINT, varint(BigInt(value)));
  }

  /** A signed integer of up to 64 bits, as zigzag. */
  sint(field: number, value: bigint | undefined): this {
    if (value === undefined) return this;
    return this.put(field, VARINT, varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))));
  }

  double(field: number, value: number | undefined): this {
    if (value === undefined) return this;
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return this.put(field, FIXED64, bytes);
  }

  /** Bytes, text, or a message. */
  bytes(field: number, value: Uint8Array | undefined): this {
    return value === undefined ? this : this.put(field, BYTES, varint(BigInt(value.length)), value);
  }

  /** Unsigned integers as one packed field. */
  uints(field: number, values: readonly number[]): this {
    return this.bytes(field, Buffer.concat(values.map((value) => varint(BigInt(value)))));
  }

  finish(): Uint8Array {
    return Buffer.concat(this.parts);
  }

  private put(field: number, wireType: number, ...values: readonly Uint8Array[]): this {
    this.parts.push(varint(BigInt(field * 8 + wireType)), ...values);
    return this;
  }
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
