import { delimiter, resolve } from 'node:path';
import { JavaMetastore, MetastoreServer } from '../../catalog/index.js';
import { EXIT, LakeliftError } from '../../errors/index.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';

/** Runs until SIGINT or SIGTERM, which is its proper end. */
export const catalogServeCommand: CommandSpec = {
  name: 'catalog serve',
  description:
    'Serve a catalog as a Hive Metastore until SIGINT or SIGTERM; read-only, unless --engine java starts a real one.',
  flags: ['catalog', 'host', 'port', 'framed', 'engine', 'jars', 'json'],
  required: ['catalog'],
  examples: [
    ['catalog serve --catalog out/catalog.db', 'for hive.metastore.uris=thrift://127.0.0.1:9083 on this machine'],
    ['catalog serve --catalog out/catalog.db --host 0.0.0.0', 'for every machine that can reach this one'],
    [
      'catalog serve --catalog out/catalog.db --engine java --jars /opt/hive/lib:/opt/sqlite-jdbc.jar --host 0.0.0.0',
      'a real Hive Metastore that engines may write to',
    ],
  ],
  async run(options, io) {
    const { engine, framed = false } = options;
    const path = resolve(io.cwd, options.catalog ?? '');
    const stopped = stopSignal();
    const server = await start(path, options, io);
    try {
      const output = new Output(io, options.json);
      output.line(`serving ${path} at ${server.url}`);
      output.document('catalog serve', { url: server.url, catalog: path, engine, framed });
      await (server instanceof JavaMetastore ? Promise.race([stopped, server.ended.then(died)]) : stopped);
      return EXIT.ok;
    } finally {
      await server.close();
    }
  },
};

function start(path: string, options: Options, io: CliIo): Promise<MetastoreServer | JavaMetastore> {
  const { engine, host, port, framed = false, jars } = options;
  if (engine === 'node') {
    if (jars !== undefined) throw new LakeliftError('USAGE', '--jars needs --engine java', { next: 'leave out one' });
    return MetastoreServer.start(path, { host, port, framed });
  }
  const paths = jars?.split(delimiter).map((part) => resolve(io.cwd, part));
  const named = paths === undefined ? {} : { jars: paths.join(delimiter) };
  return JavaMetastore.start(path, { host, port, framed, env: io.env, ...named });
}

function died(log: string): never {
  throw new LakeliftError('IO', `the Hive Metastore ended by itself:\n${log}`, { next: 'start it again' });
}

function stopSignal(): Promise<void> {
  return new Promise((done) => {
    const stop = (): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      done();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
