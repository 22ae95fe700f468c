import { createInterface } from 'node:readline';
import { openDuckDb } from './duckdb.js';
import type { Engine } from './engine.js';
import type { Reply, Request } from './protocol.js';

/**
 * DuckDB as an engine process: a query that kills it does not kill the benchmark, and its processor time is its own.
 */
const engine = await openDuckDb();
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
say({ engine: engine.name, version: engine.version });
for await (const line of createInterface({ input: process.stdin }))
  say(await reply(engine, JSON.parse(line) as Request));
await engine.close();

async function reply(to: Engine, request: Request): Promise<Reply> {
  try {
    if (request.op === 'define') {
      await to.define(request.side, request.table);
      return { ok: true };
    }
    const { answer, cost } = await to.run(request.side, request.sql);
    return { ok: true, answer, ...cost };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
