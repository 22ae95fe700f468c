import type { BenchRun, MetricSummary } from '../../bench/index.js';
import type { Output } from '../output.js';
import { formatBytes } from '../size.js';
import { workloadLines } from './workloads.js';

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));

/** A run for people: what could not be measured comes last, so that it is not missed. */
export function showRun(run: BenchRun, summaries: readonly MetricSummary[], output: Output): void {
  for (const { table, files, placed } of run.tables) {
    const { before, after } = files;
    output.line(
      `${table}: ${before.count} -> ${after.count} files, ${formatBytes(before.bytes)} -> ${formatBytes(after.bytes)}, small files ${before.small} -> ${after.small} (before ${placed.before}, after ${placed.after})`,
    );
  }
  for (const { name, before, after, wall, pairs, verdict } of summaries) {
    const interval = `${wall.low.toFixed(3)} to ${wall.high.toFixed(3)}`;
    output.line(
      `${name}: ${ms(before.p50)} -> ${ms(after.p50)} ms, ratio ${wall.ratio.toFixed(3)} (${interval}), ${verdict}, ${pairs} pairs${run.again.includes(name) ? ', measured twice' : ''}`,
    );
  }
  for (const { phase, load } of run.nameNode) {
    output.line(`NameNode in ${phase}: ${load.fileOps} file operations, ${load.rpcCalls} RPC calls`);
  }
  for (const { query, gets, heads, lists, bytes } of run.requests ?? []) {
    output.line(`requests of ${query}: ${gets} GET, ${heads} HEAD, ${lists} listings, ${formatBytes(bytes)}`);
  }
  for (const line of workloadLines(run)) output.line(line);
  if (run.costs !== undefined) {
    output.line(`costs a month: ${run.costs.before.total.toFixed(2)} -> ${run.costs.after.total.toFixed(2)}`);
  }
  for (const { metric, code, message } of run.errors) output.line(`${metric}: not measured, ${code}: ${message}`);
}
