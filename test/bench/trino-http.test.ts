import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { exactNumbers, TrinoHttp } from '../../bench/engines/trino-http.js';

/** What no Trino does when it is asked to: answers of a server under load or behind a proxy. A real one is in test/fetched. */
let server: Server | undefined;
afterEach(() => server?.close());

async function answering(answer: (asked: IncomingMessage, url: string) => [status: number, body: string]) {
  server = createServer((asked, reply) => {
    const { port } = server!.address() as AddressInfo;
    const [status, body] = answer(asked, `http://127.0.0.1:${port}`);
    reply.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new TrinoHttp({ url, user: 'me', catalog: 'hive', session: ['hive.a=1'], timeoutMs: 5000 });
}

describe('the client of Trino', () => {
  it('says who asks for what, asks again a server that is busy, and puts pages together', async () => {
    const asked: string[] = [];
    const client = await answering(({ method, headers, url = '' }, at) => {
      asked.push(
        `${method} ${url} ${headers['x-trino-user']} ${headers['x-trino-catalog']} ${headers['x-trino-session']}`,
      );
      if (url === '/v1/statement') return [200, JSON.stringify({ nextUri: `${at}/1`, data: [[1]] })];
      if (asked.length < 4) return [503, 'busy'];
      return [
        200,
        '{"data": [["9", 9007199254740993, 1.0E10]], "stats": {"cpuTimeMillis": 7, "planningTimeMillis": 2}}',
      ];
    });
    expect(await client.run('SELECT 1')).toEqual({
      rows: [[1], ['9', '9007199254740993', 1e10]],
      stats: { cpuTimeMillis: 7, planningTimeMillis: 2 },
    });
    expect(asked).toEqual(
      ['POST /v1/statement', 'GET /1', 'GET /1', 'GET /1'].map((what) => `${what} me hive hive.a=1`),
    );
  });

  it('cancels the query of a run that is interrupted, and throws the reason', async () => {
    const asked: string[] = [];
    const stop = new AbortController();
    const client = await answering(({ method, url = '' }, at) => {
      asked.push(`${method} ${url}`);
      if (asked.length === 3) stop.abort(new Error('enough'));
      return [200, JSON.stringify({ nextUri: `${at}/${String(asked.length)}` })];
    });
    await expect(client.run('SELECT 1', stop.signal)).rejects.toThrow('enough');
    expect([asked.slice(0, 3), asked.at(-1)]).toEqual([['POST /v1/statement', 'GET /1', 'GET /2'], 'DELETE /2']);
  });

  it('waits for a server that has no node yet, and for nothing else', async () => {
    const failure = (errorName: string) => JSON.stringify({ error: { message: 'm', errorName, errorType: 'e' } });
    const answers = [failure('NO_NODES_AVAILABLE'), '{"data": [[1]]}', failure('TABLE_NOT_FOUND')];
    const client = await answering(() => [200, answers.shift() ?? failure('asked too often')]);
    await expect(client.runOnceItHasNodes('SELECT 1')).resolves.toMatchObject({ rows: [[1]] });
    await expect(client.runOnceItHasNodes('SELECT 1')).rejects.toThrow('TABLE_NOT_FOUND');
  });

  it('does not follow to another server, which would get its name and password', async () => {
    const client = await answering(() => [200, JSON.stringify({ nextUri: 'http://localhost:1/1' })]);
    await expect(client.run('x')).rejects.toMatchObject({
      code: 'IO',
      message: expect.stringContaining('sends its clients on to') as string,
    });
  });

  it.each([
    [401, 'AUTH'],
    [500, 'IO'],
  ])('names an answer of %i', async (status, code) => {
    const client = await answering(() => [status, 'no\n way']);
    await expect(client.run('x')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/answered .*: no way/) as string,
    });
  });

  it('sends no password in the clear', () => {
    const options = { user: 'me', password: 'secret', catalog: 'a', session: [], timeoutMs: 1 };
    expect(() => new TrinoHttp({ ...options, url: 'http://trino:8080' })).toThrow(/over https only/);
    expect(() => new TrinoHttp({ ...options, url: 'https://trino:8443' })).not.toThrow();
  });

  it('keeps all digits of large integers, and texts as they are', () => {
    const rows = JSON.parse(
      exactNumbers(
        '[-12345678901234567890, 123456789, "1234567890 \\" 1", 1234567890.5, 0.14285714285714285, -1.0E-10, 1E10]',
      ),
    );
    expect(rows).toEqual([
      '-12345678901234567890',
      123456789,
      '1234567890 " 1',
      1234567890.5,
      0.14285714285714285,
      -1e-10,
      1e10,
    ]);
  });
});
