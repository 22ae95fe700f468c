import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeWorkload } from '../../bench/index.js';
import type { MadeTable } from '../../bench/index.js';
import { EXIT } from '../../errors/index.js';
import type { CommandSpec } from '../command.js';
import { Output } from '../output.js';

/** Makes tables to measure where one's own cannot be used. */
export const benchMakeCommand: CommandSpec = {
  name: 'bench make',
  description:
    'Write tables like those of TPC-H or TPC-DS as a Hive folder of many small files, as hourly loads leave them.',
  flags: ['workload', 'scale', 'batches', 'source-dir', 'json'],
  required: ['source-dir'],
  examples: [
    ['bench make --scale 0.1 --source-dir /data/warehouse', '600,000 rows of lineitem in 2,000 files'],
    ['bench make --workload tpcds --scale 0.1 --source-dir /data/warehouse', 'store_sales in hourly partitions'],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const folder = resolve(io.cwd, options.sourceDir);
    const tables: MadeTable[] = [];
    const batches = await makeWorkload(folder, options, (made) => {
      tables.push(made);
      output.line(`${made.table}: ${made.rows} rows, ${made.files} files`);
    });
    const source = pathToFileURL(folder).href;
    output.line(`migrate it with --source ${source} --metastore infer; queries: examples/${options.workload}/`);
    output.document('bench make', {
      exitCode: EXIT.ok,
      source,
      workload: options.workload,
      scale: options.scale,
      batches,
      tables,
    });
    return EXIT.ok;
  },
};
