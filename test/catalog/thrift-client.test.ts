import { afterEach, describe, expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import type { HivePartition, HiveTable } from '../../catalog/index.js';
import { fromTable } from '../../catalog/thrift/convert.js';
import { i32, list, struct, text } from '../../catalog/thrift/codec.js';
import { database, partition, table as tableCodec } from '../../catalog/thrift/structs.js';
import { ScriptedServer, failureOf, resultOf, unknownMethod } from './scripted-server.js';
import type { Received } from './scripted-server.js';
import { table } from './samples.js';

const running: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function serve(answer: (call: Received) => Buffer | undefined): Promise<ScriptedServer> {
  const server = await ScriptedServer.start((call) => {
    const reply = call.name === 'set_ugi' ? resultOf(call, list(text), []) : answer(call);
    if (reply !== undefined) call.socket.write(reply);
  });
  running.push(server);
  return server;
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `dt=${String(index)}`);

describe('the Thrift metastore', () => {
  it('lists databases from an answer that comes byte by byte', async () => {
    const server = await serve((call) => {
      const bytes = resultOf(call, list(text), ['zoo', 'default', 'größe']);
      bytes.forEach((_, index) => setTimeout(() => call.socket.write(bytes.subarray(index, index + 1)), index));
      return undefined;
    });
    const metastore = await openMetastore(server.url, { user: 'me' });
    expect(await metastore.databases()).toEqual(['default', 'größe', 'zoo']);
    expect(server.calls).toEqual(['set_ugi', 'get_all_databases']);
    await metastore.close();
  });

  it('runs calls made at once one after another on one connection', async () => {
    const server = await serve((call) => resultOf(call, database, { name: call.name, locationUri: 'hdfs://nn/x' }));
    const metastore = await openMetastore(server.url);
    const found = await Promise.all([1, 2, 3].map(() => metastore.getDatabase('a')));
    expect(found).toHaveLength(3);
    expect(server.calls).toEqual(['set_ugi', 'get_database', 'get_database', 'get_database']);
    await metastore.close();
  });

  it('reads partitions in batches of 1,000 and compares them with the count', async () => {
    let counted = 2001;
    const server = await serve((call) => {
      if (call.name === 'get_partition_names') return resultOf(call, list(text), names(2001));
      if (call.name === 'get_num_partitions_by_filter') return resultOf(call, i32, counted);
      const batch = server.calls.filter((name) => name === 'get_partitions_by_names').length;
      const values = names(batch < 3 ? 1000 : 1).map((value) => ({ values: [value] }));
      return resultOf(call, list(partition), values);
    });
    const metastore = await openMetastore(server.url);
    const pages: HivePartition[][] = [];
    for await (const page of metastore.partitions(table)) pages.push(page);
    expect(pages.map((page) => page.length)).toEqual([1000, 1000, 1]);
    counted = 2002;
    await expect(metastore.partitions(table)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
    });
    await metastore.close();
  });

  it('is SOURCE_CHANGED when partitions vanish between names and details; a server without a count will do', async () => {
    const server = await serve((call) => {
      if (call.name === 'get_partition_names') return resultOf(call, list(text), names(2));
      if (call.name === 'get_num_partitions_by_filter') return unknownMethod(call);
      return resultOf(call, list(partition), [{ values: ['0'] }]);
    });
    const metastore = await openMetastore(server.url);
    await expect(metastore.partitions(table)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
      message: '1 partitions were dropped while they were read',
    });
    await metastore.close();
  });

  it('asks for a batch only when the one before it was taken, so that thousands of partitions need no memory', async () => {
    const server = await serve((call) => {
      if (call.name === 'get_partition_names') return resultOf(call, list(text), names(12_345));
      if (call.name === 'get_num_partitions_by_filter') return resultOf(call, i32, 12_345);
      const batch = server.calls.filter((name) => name === 'get_partitions_by_names').length;
      return resultOf(
        call,
        list(partition),
        names(batch === 13 ? 345 : 1000).map((value) => ({ values: [value] })),
      );
    });
    const metastore = await openMetastore(server.url);
    let pages = 0;
    let partitions = 0;
    for await (const page of metastore.partitions(table)) {
      pages += 1;
      partitions += page.length;
      expect(server.calls.filter((name) => name === 'get_partitions_by_names')).toHaveLength(pages);
    }
    expect({ pages, partitions }).toEqual({ pages: 13, partitions: 12_345 });
    await metastore.close();
  });

  it('asks for fewer partitions at a time of a server that fails on many', async () => {
    const most = 300;
    const server = await serve((call) => {
      if (call.name === 'get_partition_names') return resultOf(call, list(text), names(1100));
      if (call.name === 'get_num_partitions_by_filter') return resultOf(call, i32, 1100);
      const wanted = call.args['3'] as string[];
      return wanted.length > most
        ? failureOf(call, 1, `Expression tree is too large (maximum depth ${String(most)})`)
        : resultOf(
            call,
            list(partition),
            wanted.map((name) => ({ values: [name.slice('dt='.length)] })),
          );
    });
    const metastore = await openMetastore(server.url);
    const pages: HivePartition[][] = [];
    for await (const page of metastore.partitions(table)) pages.push(page);
    expect(pages.map((page) => page.length)).toEqual([250, 250, 250, 250, 100]);
    expect(pages.flat().map(({ values }) => `dt=${values[0]!}`)).toEqual(names(1100));
    await metastore.close();
  });

  it('says what a server says that fails on a single partition', async () => {
    const server = await serve((call) => {
      if (call.name === 'get_partition_names') return resultOf(call, list(text), names(3));
      if (call.name === 'get_num_partitions_by_filter') return resultOf(call, i32, 3);
      return failureOf(call, 1, 'the database is gone');
    });
    const metastore = await openMetastore(server.url);
    await expect(metastore.partitions(table)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'IO',
      message: 'Hive Metastore: get_partitions_by_names: the database is gone',
    });
    await metastore.close();
  });

  it('keeps all a table is described by', async () => {
    const whole: HiveTable = {
      ...table,
      storage: {
        ...table.storage,
        serdeParameters: { 'field.delim': ',', 'serialization.format': '1' },
        parameters: { of: 'storage' },
        bucketColumns: ['id'],
        buckets: 4,
        sortColumns: [
          { name: 'id', descending: true },
          { name: 'amount', descending: false },
        ],
        skew: {
          columns: ['id', 'amount'],
          values: [
            ['1', '2.00'],
            ['3', '4.00'],
          ],
        },
        storedAsSubDirectories: true,
      },
    };
    const server = await serve((call) => resultOf(call, tableCodec, fromTable(whole)));
    const metastore = await openMetastore(server.url);
    expect(await metastore.getTable('sales', 'orders')).toEqual(whole);
    await metastore.close();
  });

  it('asks with get_table_req where get_table is gone', async () => {
    const server = await serve((call) =>
      call.name === 'get_table'
        ? unknownMethod(call)
        : resultOf(call, struct({ table: { id: 1, codec: tableCodec } }), { table: { tableName: 't', dbName: 'd' } }),
    );
    const metastore = await openMetastore(server.url);
    expect(await metastore.getTable('d', 't')).toMatchObject({ database: 'd', name: 't', partitionKeys: [] });
    await metastore.close();
  });
});

describe('a server that fails', () => {
  it('is UNREACHABLE with the next step when nothing listens', async () => {
    const server = await serve(() => undefined);
    const { url } = server;
    await server.stop();
    await expect(openMetastore(url)).rejects.toMatchObject({
      code: 'UNREACHABLE',
      place: { file: url },
      next: expect.stringContaining('check that the Hive Metastore runs') as string,
    });
  });

  it('is UNREACHABLE after the time-out', async () => {
    const server = await serve(() => undefined);
    const metastore = await openMetastore(server.url, { timeoutMs: 150 });
    await expect(metastore.databases()).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: 'Hive Metastore: get_all_databases did not answer in 150 ms',
    });
    await metastore.close();
  });

  it('is UNREACHABLE with a hint at Kerberos and framing when it hangs up at once', async () => {
    const server = await ScriptedServer.start((call) => call.socket.destroy());
    running.push(server);
    await expect(openMetastore(server.url)).rejects.toMatchObject({
      code: 'UNREACHABLE',
      next: expect.stringContaining('Kerberos') as string,
    });
  });

  it('is AUTH when it wants SASL', async () => {
    const reason = 'Invalid status -128';
    const bad = Buffer.concat([Buffer.from([3, 0, 0, 0, reason.length]), Buffer.from(reason)]);
    const server = await ScriptedServer.start((call) => call.socket.end(bad));
    running.push(server);
    await expect(openMetastore(server.url)).rejects.toMatchObject({
      code: 'AUTH',
      message: 'the Hive Metastore wants SASL (Kerberos), which is not supported',
    });
  });

  it('is CORRUPT when it speaks another protocol', async () => {
    const server = await ScriptedServer.start((call) => call.socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    running.push(server);
    await expect(openMetastore(server.url)).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  it('is replaced by the next of several, at the start and in between', async () => {
    const answer = (call: Received): Buffer => resultOf(call, list(text), [call.name]);
    const gone = await serve(answer);
    const first = await serve(answer);
    const second = await serve(answer);
    const url = [gone, first, second].map((server) => server.url).join(',');
    await gone.stop();
    const metastore = await openMetastore(url);
    expect(await metastore.databases()).toEqual(['get_all_databases']);
    expect(first.calls).toHaveLength(2);
    await first.stop();
    expect(await metastore.databases()).toEqual(['get_all_databases']);
    expect(second.calls).toEqual(['set_ugi', 'get_all_databases']);
    await metastore.close();
  });
});
