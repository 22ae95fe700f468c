import { resolve } from 'node:path';
import { compareRuns, History } from '../../bench/index.js';
import type { Comparison, Interval, StoredRun } from '../../bench/index.js';
import { EXIT } from '../../errors/index.js';
import { benchReport, writeBenchReports } from '../bench/report.js';
import type { CommandSpec } from '../command.js';
import { Output } from '../output.js';

/** Compares two runs of a history. */
export const benchCompareCommand: CommandSpec = {
  name: 'bench compare',
  description:
    'Compare two runs of a history, by default the last two; ends with 7 when something became slower, or small files more.',
  flags: ['db', 'base', 'head', 'report', 'junit', 'markdown', 'json'],
  required: ['db'],
  examples: [
    ['bench compare --db bench.db --report out/bench.html', 'the last two runs, as a page'],
    [
      'bench compare --db bench.db --base 3 --head 9 --junit bench.xml --markdown bench.md',
      'two runs by their numbers',
    ],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const history = History.read(resolve(io.cwd, options.db));
    try {
      const { base, head } = options;
      const found = compareRuns(history, {
        ...(base === undefined ? {} : { base }),
        ...(head === undefined ? {} : { head }),
      });
      show(found, found.base, output);
      writeBenchReports(benchReport(found, found.base), options, output);
      const exitCode = found.regressions.length > 0 ? EXIT.regression : EXIT.ok;
      const { metrics, counts, regressions } = found;
      output.document('bench compare', { exitCode, base: found.base, head: found.head, regressions, metrics, counts });
      return exitCode;
    } finally {
      history.close();
    }
  },
};

function show({ head, metrics, counts, regressions }: Comparison, base: StoredRun, output: Output): void {
  output.line(`${head.suite}: run ${head.id} compared with run ${base.id}`);
  for (const { name, change, cpuChange, verdict, step } of metrics) {
    const how = [
      change === undefined ? '' : `, time ${interval(change)}`,
      cpuChange === undefined ? '' : `, CPU ${interval(cpuChange)}`,
    ];
    const since = step === undefined ? '' : `; since run ${step.run} ${step.ratio.toFixed(2)} times as long`;
    output.line(`${name}: ${verdict}${how.join('')}${since}`);
  }
  for (const { name, base: before, head: after } of counts) output.line(`${name} in the lake: ${before} -> ${after}`);
  output.line(regressions.length === 0 ? 'no regression' : `regressions: ${regressions.join(', ')}`);
}

const interval = ({ ratio, low, high }: Interval): string =>
  `${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
