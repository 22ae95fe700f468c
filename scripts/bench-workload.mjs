import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

/**
 * Runs test/bench/workload.ts, which starts HDFS and MinIO (and Trino, where it is among the engines) by the tests' own TypeScript;
 * `npm run bench:workload [-- folder --workload tpcds --scale 1 --batches 24 --engines duckdb,spark=q03+q36,clickhouse,datafusion,trino=q03
 * --queries q03,q36,q97 --pairs 10,20]`.
 */
// The servers end with this process, also when it is interrupted.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workload: { type: 'string', default: 'tpch' },
    scale: { type: 'string', default: '0.1' },
    batches: { type: 'string' },
    engines: { type: 'string', default: 'duckdb,spark,clickhouse' },
    queries: { type: 'string' },
    pairs: { type: 'string', default: '10,20' },
  },
});
const script = fileURLToPath(new URL('../test/bench/workload.ts', import.meta.url));
const { module } = await runnerImport(script);
await module.main({
  output: resolve(positionals[0] ?? `bench-${values.workload}`),
  workload: values.workload,
  scale: values.scale,
  ...(values.batches === undefined ? {} : { batches: values.batches }),
  engines: values.engines.split(','),
  pairs: values.pairs.split(',').map(Number),
  ...(values.queries === undefined ? {} : { queries: values.queries.split(',') }),
});
