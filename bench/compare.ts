import { LakeliftError } from '../errors/index.js';
import { changePoint } from './change-point.js';
import type { ChangePoint } from './change-point.js';
import type { History, StoredRun } from './history.js';
import { times } from './pairs.js';
import type { Cost } from './pairs.js';
import type { Metric } from './run.js';
import { changeOfRatio, judge, LEAST_CHANGE, measurable, nightlySpread, pairedRatio, quantile } from './statistics.js';
import type { Interval, Verdict } from './statistics.js';
import { summaryOf } from './summary.js';
import type { MetricSummary } from './summary.js';

/** A metric in one run of the history. */
export interface Night {
  readonly run: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** after / before, on the clock. */
  readonly wall: Interval;
  /** The same of the processor times; missing where the clock of the processor did not move. */
  readonly cpu?: Interval;
}

export interface MetricComparison {
  readonly name: string;
  readonly base?: MetricSummary;
  readonly head?: MetricSummary;
  /** The head's ratio after / before, divided by the base's; missing where one of them is. */
  readonly change?: Interval;
  /** The same of the processor times. */
  readonly cpuChange?: Interval;
  /** By the clock or by the processor, whichever tells. `new` is not in the base, `gone` not in the head. */
  readonly verdict: Verdict | 'new' | 'gone';
  /** Whether a slower one is a regression: times against stores are shown, but a network decides over them. */
  readonly gates: boolean;
  /** Runs of this suite on this machine up to the head, the oldest first. */
  readonly nights: readonly Night[];
  readonly step?: ChangePoint & { readonly run: number };
}

export interface Comparison {
  readonly head: StoredRun;
  readonly metrics: readonly MetricComparison[];
  /** Names of the metrics that became slower and gate. */
  readonly regressions: readonly string[];
}

/** Earlier nights that a night is weighed against: fewer say nothing of what is usual, older ones are another time. */
const USUAL = { least: 6, most: 10 } as const;
/** A night within this many of its usual deviations is a usual one. */
const DEVIATIONS = 3;

/**
 * Compares two runs, by default the last two. Throws USAGE for runs that are not there, of different suites, or of machines that
 * are not alike.
 */
export function compareRuns(
  history: History,
  chosen: { readonly base?: number; readonly head?: number } = {},
): Comparison & { readonly base: StoredRun } {
  const { base, head } = chooseRuns(history, chosen);
  return { ...comparison(history, head, base), base };
}

/** One run with the runs before it, compared with none: every verdict is `new`. Throws USAGE for a run that is not there. */
export function reviewRun(history: History, run: number): Comparison {
  return comparison(history, history.find(run));
}

function comparison(history: History, head: StoredRun, base?: StoredRun): Comparison {
  const nights = history
    .runs()
    .filter((run) => run.suite === head.suite && run.fingerprint === head.fingerprint && run.id <= head.id)
    .map((run) => ({ run, metrics: history.metrics(run.id) }));
  const after = history.metrics(head.id);
  const before = base === undefined ? [] : history.metrics(base.id);
  const names = [...new Set([...after, ...before].map(({ name }) => name))];
  const metrics = names.map((name) => {
    const series = nights.flatMap(({ run, metrics }) => {
      const metric = named(metrics, name);
      return metric === undefined ? [] : [nightOf(run, metric)];
    });
    return compareMetric(name, named(before, name), named(after, name), series, base?.id === nights.at(-2)?.run.id);
  });
  const slower = metrics.filter(({ verdict, gates }) => gates && verdict === 'slower');
  return { head, metrics, regressions: slower.map(({ name }) => name) };
}

const named = (metrics: readonly Metric[], name: string): Metric | undefined =>
  metrics.find((metric) => metric.name === name);

function chooseRuns(
  history: History,
  chosen: { readonly base?: number; readonly head?: number },
): { base: StoredRun; head: StoredRun } {
  const runs = history.runs();
  const head = chosen.head === undefined ? runs.at(-1) : history.find(chosen.head);
  const earlier = runs.filter(({ id, suite }) => head !== undefined && id < head.id && suite === head.suite);
  const base = chosen.base === undefined ? earlier.at(-1) : history.find(chosen.base);
  if (head === undefined || base === undefined) {
    throw new LakeliftError('USAGE', 'there are no two runs to compare', { next: 'lakelift bench run appends one' });
  }
  if (base.suite !== head.suite) {
    throw new LakeliftError('USAGE', `run ${base.id} is of the suite ${base.suite}, run ${head.id} of ${head.suite}`);
  }
  if (base.fingerprint !== head.fingerprint) {
    const machine = ({ document: { machine } }: StoredRun) =>
      `${machine.cores} × ${machine.cpu}, ${machine.memoryGib} GiB, ${machine.platform}`;
    throw new LakeliftError('USAGE', `the runs are of different machines: ${machine(base)}; ${machine(head)}`, {
      next: 'compare runs of one kind of machine: --base and --head name them',
    });
  }
  return { base, head };
}

/** A metric of one run with its ratios. */
export function nightOf({ id, startedAt }: Pick<StoredRun, 'id' | 'startedAt'>, { pairs }: Metric): Night {
  const cpu = times(pairs, 'cpuMs');
  return {
    ...{ run: id, startedAt, wall: pairedRatio(times(pairs, 'wallMs')) },
    ...(measurable(cpu) ? { cpu: pairedRatio(cpu) } : {}),
  };
}

function compareMetric(
  name: string,
  base: Metric | undefined,
  head: Metric | undefined,
  nights: readonly Night[],
  neighbours: boolean,
): MetricComparison {
  const change = base === undefined || head === undefined ? undefined : changeOf(base, head, 'wallMs');
  const cpuChange = base === undefined || head === undefined ? undefined : changeOf(base, head, 'cpuMs');
  const step = stepOf(nights);
  return {
    name,
    ...(base === undefined ? {} : { base: summaryOf(base) }),
    ...(head === undefined ? {} : { head: summaryOf(head) }),
    ...(change === undefined ? {} : { change }),
    ...(cpuChange === undefined ? {} : { cpuChange }),
    verdict:
      base === undefined ? 'new' : head === undefined ? 'gone' : verdictOf(neighbours ? nights : [], change, cpuChange),
    gates: name.startsWith('query/'),
    nights,
    ...(step === undefined ? {} : { step }),
  };
}

/** The head's ratio after / before, divided by the base's; undefined where the clock did not move. */
export function changeOf(base: Metric, head: Metric, measure: keyof Cost): Interval | undefined {
  const [before, after] = [times(base.pairs, measure), times(head.pairs, measure)];
  return measurable(before) && measurable(after) ? changeOfRatio(before, after) : undefined;
}

/**
 * Slower by either measure is slower: other work on the machine hides in the one, waiting in the other. The last of the nights is the
 * head itself; without nights only the base and the head are compared.
 */
export function verdictOf(nights: readonly Night[], wall: Interval | undefined, cpu: Interval | undefined): Verdict {
  const found = [
    wall === undefined
      ? 'same'
      : judgeNight(
          wall,
          nights.map((night) => night.wall),
        ),
    cpu === undefined
      ? 'same'
      : judgeNight(
          cpu,
          nights.flatMap((night) => night.cpu ?? []),
        ),
  ] as const;
  return found.find((one) => one === 'slower') ?? found.find((one) => one === 'faster') ?? 'same';
}

/**
 * With enough nights before it, the head is weighed against their median and usual deviation, which are better known than one base:
 * the samples of one night say nothing of what changes from night to night.
 */
function judgeNight(change: Interval, nights: readonly Interval[]): Verdict {
  const head = nights.at(-1);
  const earlier = nights
    .slice(0, -1)
    .slice(-USUAL.most)
    .map(({ ratio }) => ratio);
  if (head === undefined || earlier.length < USUAL.least) return judge(change);
  const level = quantile(earlier, 0.5);
  const against = { ratio: head.ratio / level, low: head.low / level, high: head.high / level };
  const verdict = judge(against);
  const least = verdict === 'slower' ? change.ratio >= LEAST_CHANGE : change.ratio <= 1 / LEAST_CHANGE;
  // The spread is that of the difference of two nights.
  const usual = (DEVIATIONS * nightlySpread(earlier)) / Math.SQRT2;
  return verdict !== 'same' && least && Math.abs(Math.log(against.ratio)) > usual ? verdict : 'same';
}

/** In the processor times, which vary less, or else on the clock. */
export function stepOf(nights: readonly Night[]): MetricComparison['step'] {
  const cpu = nights.flatMap((night) => night.cpu?.ratio ?? []);
  const byCpu = cpu.length === nights.length ? changePoint(cpu) : undefined;
  const found = byCpu ?? changePoint(nights.map(({ wall }) => wall.ratio));
  return found === undefined ? undefined : { ...found, run: nights[found.at]!.run };
}
