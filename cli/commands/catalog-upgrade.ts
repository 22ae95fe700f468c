import { resolve } from 'node:path';
import { upgradeCatalog } from '../../catalog/index.js';
import { EXIT } from '../../errors/index.js';
import type { CommandSpec } from '../command.js';
import { Output } from '../output.js';

/** For those whose engines ask a Metastore of Hive 3.1 or 4.0. */
export const catalogUpgradeCommand: CommandSpec = {
  name: 'catalog upgrade',
  description: 'Give a catalog the tables of a later Hive Metastore, so that one of that version serves it.',
  flags: ['catalog', 'schema', 'json'],
  required: ['catalog'],
  examples: [
    [
      'catalog upgrade --catalog out/catalog.db --schema 3.1',
      'for a Metastore of Hive 3.1; migrate and sync go on with it',
    ],
  ],
  async run({ catalog = '', schema, json }, io) {
    const path = resolve(io.cwd, catalog);
    const from = upgradeCatalog(path, schema);
    const output = new Output(io, json);
    output.line(from === schema ? `${path} has schema ${schema} already` : `${path}: schema ${from} is ${schema} now`);
    output.document('catalog upgrade', { catalog: path, from, to: schema });
    return EXIT.ok;
  },
};
