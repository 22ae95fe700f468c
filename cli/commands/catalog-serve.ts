import { resolve } from 'node:path';
import { MetastoreServer } from '../../catalog/index.js';
import { EXIT } from '../../errors/index.js';
import type { CommandSpec } from '../command.js';
import { Output } from '../output.js';

/** Runs until SIGINT or SIGTERM, which is its proper end. */
export const catalogServeCommand: CommandSpec = {
  name: 'catalog serve',
  description: 'Serve a catalog as a read-only Hive Metastore until SIGINT or SIGTERM.',
  flags: ['catalog', 'host', 'port', 'framed', 'json'],
  required: ['catalog'],
  examples: [
    ['catalog serve --catalog out/catalog.db', 'for hive.metastore.uris=thrift://127.0.0.1:9083 on this machine'],
    ['catalog serve --catalog out/catalog.db --host 0.0.0.0', 'for every machine that can reach this one'],
  ],
  async run(options, io) {
    const { host, port, framed = false } = options;
    const path = resolve(io.cwd, options.catalog ?? '');
    const server = await MetastoreServer.start(path, { host, port, framed });
    const stopped = stopSignal();
    try {
      const output = new Output(io, options.json);
      output.line(`serving ${path} at ${server.url}`);
      output.document('catalog serve', { url: server.url, catalog: path, framed });
      await stopped;
      return EXIT.ok;
    } finally {
      await server.close();
    }
  },
};

function stopSignal(): Promise<void> {
  return new Promise((done) => {
    const stop = (): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      done();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
