import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Thrift } from 'thrift';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { encodeCall, encodeMessage } from '../../catalog/thrift/message.js';
import { METHODS } from '../../catalog/thrift/methods.js';
import { entryOf, partition } from './samples.js';
import { ServedCatalog } from './served-catalog.js';

let served: ServedCatalog;
let framed: ServedCatalog;

beforeAll(async () => {
  served = await ServedCatalog.start([entryOf([partition('2024-01-01')])]);
  framed = await ServedCatalog.start([entryOf()], { framed: true });
});

afterAll(() => Promise.all([served.stop(), framed.stop()]));

const getTable = encodeCall(METHODS.getTable, { dbName: 'sales', tableName: 'orders' }, 7);

/** All that the server sends until it hangs up or has been silent for a while. */
async function answer(socket: Socket, bytes: Uint8Array, silenceMs = 300): Promise<{ got: Buffer; hungUp: boolean }> {
  const got: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => got.push(chunk));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(() => true);
  socket.write(bytes);
  const hungUp = await Promise.race([closed, sleep(silenceMs, false)]);
  socket.destroy();
  return { got: Buffer.concat(got), hungUp };
}

async function stillServes(): Promise<void> {
  const metastore = await openMetastore(served.url);
  expect(await metastore.tables('sales')).toEqual(['orders']);
  await metastore.close();
}

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
};
const header = (name: string): Buffer => Buffer.concat([int(0x80010001), int(name.length), Buffer.from(name), int(1)]);

describe('a client of another kind', () => {
  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['SASL', Buffer.concat([Buffer.from([1]), int(6), Buffer.from('GSSAPI')])],
    ['TLS', Buffer.from('1603010200010001fc0303', 'hex')],
    ['a framed one', Buffer.concat([int(getTable.length), getTable])],
    ['a method name of 16 MB', Buffer.concat([int(0x80010001), int(16 << 20)])],
    ['a text of 2 GB', Buffer.concat([header('get_table'), Buffer.from([11, 0, 1]), int(0x7fffffff)])],
    ['a list of 2 billion', Buffer.concat([header('get_table'), Buffer.from([15, 0, 1, 10]), int(0x7fffffff)])],
    ['a list of -1', Buffer.concat([header('get_table'), Buffer.from([15, 0, 1, 10]), int(-1)])],
    ['a type that is none', Buffer.concat([header('get_table'), Buffer.from([99, 0, 1])])],
    ['a reply', encodeMessage('get_table', Thrift.MessageType.REPLY, 1, (protocol) => protocol.writeFieldStop())],
  ])('%s is hung up on', async (name, bytes) => {
    const { got, hungUp } = await answer(await served.socket(), bytes);
    expect(got).toHaveLength(0);
    expect(hungUp, name).toBe(true);
    await stillServes();
  });

  it('with structs nested without end is hung up on', async () => {
    const nested = Buffer.concat([header('get_table'), ...Array.from({ length: 100 }, () => Buffer.from([12, 0, 1]))]);
    expect(await answer(await served.socket(), nested)).toEqual({ got: Buffer.alloc(0), hungUp: true });
  });
});

describe('bytes', () => {
  it('of any kind never stop the server', async () => {
    const anything = fc.uint8Array({ maxLength: 200 });
    const call = fc.constantFrom('get_table', 'get_partitions_by_filter', 'get_tables', 'drop_table', 'x').map(header);
    const damaged = fc
      .tuple(fc.nat({ max: getTable.length - 1 }), fc.integer({ min: 0, max: 255 }))
      .map(([at, value]) => {
        const bytes = Buffer.from(getTable);
        bytes[at] = value;
        return bytes;
      });
    const hostile = fc.oneof(
      anything,
      damaged,
      fc.tuple(call, anything).map(([begin, rest]) => Buffer.concat([begin, rest])),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (bytes) => {
        const socket = await served.socket();
        socket.on('error', () => undefined);
        socket.end(bytes);
        socket.resume();
        await once(socket, 'close');
      }),
      { numRuns: 300 },
    );
    await stillServes();
  }, 60_000);

  it('of a call may come one by one, several calls at once', async () => {
    const { got: whole } = await answer(await served.socket(), getTable);
    expect(whole.length).toBeGreaterThan(500);
    const slow = await served.socket();
    slow.setNoDelay(true);
    for (const byte of getTable.subarray(0, -1)) slow.write(Buffer.from([byte]));
    expect((await answer(slow, getTable.subarray(-1))).got).toEqual(whole);
    const { got: twice } = await answer(await served.socket(), Buffer.concat([getTable, getTable]));
    expect(twice).toEqual(Buffer.concat([whole, whole]));
  });

  it('of an old-style call are understood', async () => {
    const strict = getTable.subarray(4 + 4 + 'get_table'.length);
    const old = Buffer.concat([int('get_table'.length), Buffer.from('get_table'), Buffer.from([1]), strict]);
    expect((await answer(await served.socket(), old)).got).toEqual((await answer(await served.socket(), getTable)).got);
  });
});

describe('framed transport', () => {
  it('is what the URL says, for a client of our own', async () => {
    const metastore = await openMetastore(framed.url);
    expect(await metastore.tables('sales')).toEqual(['orders']);
    expect((await metastore.getTable('sales', 'orders')).name).toBe('orders');
    await metastore.close();
    await expect(openMetastore(framed.url.replace('?framed=true', ''))).rejects.toMatchObject({
      next: expect.stringContaining('?framed=true') as string,
    });
  });

  it('has its length before each call and each answer', async () => {
    const frame = Buffer.concat([int(getTable.length), getTable]);
    const { got } = await answer(await framed.socket(), Buffer.concat([frame, frame]));
    const length = got.readInt32BE(0);
    expect(got.length).toBe(2 * (length + 4));
    expect(got.subarray(4, 4 + 4)).toEqual(int(0x80010002));
  });

  it('hangs up on a frame too long, and on one that is not one call', async () => {
    expect((await answer(await framed.socket(), int(1 << 30))).hungUp).toBe(true);
    expect((await answer(await framed.socket(), Buffer.concat([int(getTable.length + 1), getTable]))).hungUp).toBe(
      true,
    );
  });
});

it('a one-way call gets no answer', async () => {
  const shutdown = encodeMessage('shutdown', Thrift.MessageType.ONEWAY, 1, (protocol) => protocol.writeFieldStop());
  expect(await answer(await served.socket(), shutdown)).toEqual({ got: Buffer.alloc(0), hungUp: false });
  await stillServes();
});

it('a client that asks and never reads does not fill the memory', async () => {
  const socket = await served.socket();
  socket.on('error', () => undefined);
  socket.pause();
  const many = Buffer.concat(Array.from({ length: 1000 }, () => getTable));
  const before = process.memoryUsage().rss;
  // The answers to all of these would be some 200 MB.
  for (let index = 0; index < 100; index++) socket.write(many);
  await sleep(1000);
  expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
  await stillServes();
  socket.destroy();
});
