import fc from 'fast-check';
import { TBinaryProtocol, TBufferedTransport, Thrift } from 'thrift';
import { describe, expect, it } from 'vitest';
import { bool, i16, i32, list, struct, text, textMap } from '../../catalog/thrift/codec.js';
import type { Codec } from '../../catalog/thrift/codec.js';
import { decodeReply, encodeMessage } from '../../catalog/thrift/message.js';
import { METHODS } from '../../catalog/thrift/methods.js';
import { table } from '../../catalog/thrift/structs.js';

function bytesOf<T>(codec: Codec<T>, value: T): Buffer {
  let bytes: Buffer = Buffer.alloc(0);
  const transport = new TBufferedTransport(undefined, (message) => {
    bytes = message ?? bytes;
  });
  const protocol = new TBinaryProtocol(transport);
  codec.write(protocol, value);
  protocol.flush();
  return bytes;
}

/** A transport that holds `bytes` to read. */
function holding(bytes: Uint8Array): TBufferedTransport {
  const held: TBufferedTransport[] = [];
  TBufferedTransport.receiver((transport) => held.push(transport), 0)(Buffer.from(bytes));
  return held[0]!;
}

function valueOf<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return codec.read(new TBinaryProtocol(holding(bytes)));
}

const words = fc.string({ unit: 'grapheme' });
const record = fc.dictionary(words, words);
const column = fc.record({ name: words, type: words, comment: words }, { requiredKeys: [] });
const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const anyTable = fc.record(
  {
    tableName: words,
    dbName: words,
    owner: words,
    createTime: int,
    parameters: record,
    partitionKeys: fc.array(column),
    tableType: words,
    sd: fc.record(
      {
        cols: fc.array(column),
        location: words,
        compressed: fc.boolean(),
        numBuckets: int,
        serdeInfo: fc.record({ serializationLib: words, parameters: record }, { requiredKeys: [] }),
        bucketCols: fc.array(words),
        sortCols: fc.array(fc.record({ col: words, order: int })),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Compared as JSON with sorted keys: unset and absent are the same on the wire. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe('struct codec', () => {
  it('reads back every table it writes', () => {
    fc.assert(
      fc.property(anyTable, (value) => {
        expect(plain(valueOf(table, bytesOf(table, value)))).toEqual(plain(value));
      }),
    );
  });

  it('reads back every integer of 16 bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }), (value) => {
        expect(valueOf(i16, bytesOf(i16, value))).toBe(value);
      }),
    );
  });

  it('skips fields it does not know and fields of another type', () => {
    const inner = struct({ values: { id: 3, codec: list(textMap) }, flag: { id: 4, codec: bool } });
    const newer = struct({
      name: { id: 1, codec: text },
      kind: { id: 2, codec: text },
      more: { id: 30, codec: inner },
      lists: { id: 31, codec: list(list(i32)) },
      end: { id: 32, codec: i32 },
    });
    const older = struct({ name: { id: 1, codec: text }, kind: { id: 2, codec: i32 }, end: { id: 32, codec: i32 } });
    fc.assert(
      fc.property(words, record, fc.array(fc.array(int)), int, (name, map, lists, end) => {
        const bytes = bytesOf(newer, { name, kind: 'k', more: { values: [map, map], flag: true }, lists, end });
        expect(valueOf(older, bytes)).toEqual({ name, end });
      }),
    );
  });

  it('never reads a value from a part of its bytes', () => {
    fc.assert(
      fc.property(anyTable, fc.nat(), (value, cut) => {
        const bytes = bytesOf(table, value);
        expect(() => valueOf(table, bytes.subarray(0, cut % bytes.length))).toThrow(
          expect.objectContaining({ name: 'InputBufferUnderrunError' }) as Error,
        );
      }),
    );
  });

  it('refuses a negative size', () => {
    expect(() => valueOf(list(text), Buffer.from([11, 255, 255, 255, 255]))).toThrow('size -1');
  });
});

describe('a reply', () => {
  const exception = struct({ message: { id: 1, codec: text }, type: { id: 2, codec: i32 } });
  const reply = (field: number, type: Thrift.MessageType = Thrift.MessageType.REPLY): Buffer =>
    encodeMessage('get_table', type, 7, (protocol) => {
      if (type === Thrift.MessageType.EXCEPTION) {
        exception.write(protocol, { message: 'Invalid method name', type: 1 });
        return;
      }
      protocol.writeFieldBegin('o', Thrift.Type.STRUCT, field);
      exception.write(protocol, { message: 'gone' });
      protocol.writeFieldStop();
    });
  const decode = (bytes: Buffer, sequence = 7): unknown => decodeReply(bytes, METHODS.getTable, sequence);
  const failing = (kind: string): Error => expect.objectContaining({ kind }) as Error;

  it('is told apart by the id of its exception', () => {
    expect(() => decode(reply(2))).toThrow(failing('NoSuchObject'));
    expect(() => decode(reply(1))).toThrow(failing('Meta'));
    expect(() => decode(reply(9))).toThrow(failing('Other'));
    expect(() => decode(reply(0, Thrift.MessageType.EXCEPTION))).toThrow(failing('UnknownMethod'));
  });

  it('of another call is refused', () => {
    expect(() => decode(reply(2), 8)).toThrow('sequence 7 instead of 8');
  });
});
