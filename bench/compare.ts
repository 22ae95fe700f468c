import { LakeliftError } from '../errors/index.js';
import { changePoint } from './change-point.js';
import type { ChangePoint } from './change-point.js';
import { countChanges } from './count-changes.js';
import type { CountChange } from './count-changes.js';
import type { History, StoredRun } from './history.js';
import { fingerprint, thisMachine } from './machine.js';
import { times } from './pairs.js';
import type { Cost } from './pairs.js';
import type { Metric } from './result.js';
import { changeOfCheapest, changeOfRatio, cheapestRatio, LEAST_CHANGE, measurable, pairedRatio } from './statistics.js';
import type { Interval, Verdict } from './statistics.js';
import { summaryOf } from './summary.js';
import type { MetricSummary } from './summary.js';
import { isOdd, judgeWeighed, usualOf, weigh } from './usual.js';
import type { Measure } from './usual.js';

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
  /** Whether a slower one is a regression. */
  readonly gates: boolean;
  /** Runs of this suite on this machine up to the head, the oldest first. */
  readonly nights: readonly Night[];
  readonly step?: ChangePoint & { readonly run: number };
}

export interface Comparison {
  readonly head: StoredRun;
  readonly metrics: readonly MetricComparison[];
  /** Files of the lake in the base and in the head. */
  readonly counts: readonly CountChange[];
  /** Names of the metrics that became slower and gate, and of the counts that grew. */
  readonly regressions: readonly string[];
}

/** Earlier nights without which times against stores are no regressions: networks decide over them, and have to be known. */
const KNOWN_NIGHTS = 6;
const MEASURES: readonly Measure[] = ['wall', 'cpu'];

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
    return compareMetric(name, named(before, name), named(after, name), seriesOf(nights, name), { base, head });
  });
  const slower = metrics.filter(({ verdict, gates }) => gates && verdict === 'slower');
  const counts = base === undefined ? [] : countChanges(base.document, head.document);
  const grown = counts.filter(({ regression }) => regression);
  return { head, metrics, counts, regressions: [...slower, ...grown].map(({ name }) => name) };
}

/** One metric in the runs that have it. */
function seriesOf(runs: readonly { run: StoredRun; metrics: readonly Metric[] }[], name: string): Night[] {
  return runs.flatMap(({ run, metrics }) => {
    const metric = named(metrics, name);
    return metric === undefined ? [] : [nightOf(run, metric)];
  });
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
    ...(measurable(cpu) ? { cpu: cheapestRatio(cpu) } : {}),
  };
}

function compareMetric(
  name: string,
  base: Metric | undefined,
  head: Metric | undefined,
  nights: readonly Night[],
  against: { readonly base: StoredRun | undefined; readonly head: StoredRun },
): MetricComparison {
  const change = base === undefined || head === undefined ? undefined : changeOf(base, head, 'wallMs');
  const cpuChange = base === undefined || head === undefined ? undefined : changeOf(base, head, 'cpuMs');
  const earlier = nights.filter(({ run }) => run < against.head.id);
  const step = stepOf(nights);
  return {
    name,
    ...(base === undefined ? {} : { base: summaryOf(base) }),
    ...(head === undefined ? {} : { head: summaryOf(head) }),
    ...(change === undefined ? {} : { change }),
    ...(cpuChange === undefined ? {} : { cpuChange }),
    verdict:
      base === undefined || against.base === undefined
        ? 'new'
        : head === undefined
          ? 'gone'
          : verdictOf(nightOf(against.head, head), nightOf(against.base, base), earlier),
    gates: name.startsWith('query/') || earlier.length >= KNOWN_NIGHTS,
    nights,
    ...(step === undefined ? {} : { step }),
  };
}

/** The head's ratio after / before, divided by the base's; undefined where the clock did not move. */
export function changeOf(base: Metric, head: Metric, measure: keyof Cost): Interval | undefined {
  const [before, after] = [times(base.pairs, measure), times(head.pairs, measure)];
  const change = measure === 'wallMs' ? changeOfRatio : changeOfCheapest;
  return measurable(before) && measurable(after) ? change(before, after) : undefined;
}

/**
 * Slower by either measure is slower: other work on the machine hides in the one, waiting in the other. `earlier` are the nights before
 * the head; where the base is the last of them, the level is that of the last nights, else that of the base alone.
 */
export function verdictOf(head: Night, base: Night, earlier: readonly Night[]): Verdict {
  const found = MEASURES.map((measure) => {
    const ratio = head[measure];
    const from = base[measure];
    if (ratio === undefined || from === undefined) return 'same';
    const known = earlier.flatMap((night) => night[measure] ?? []);
    const usual = usualOf(measure, known, earlier.at(-1)?.run === base.run ? undefined : from);
    const verdict = usual === undefined ? 'same' : judgeWeighed(measure, weigh(ratio, usual));
    // A change is told in its first night, and not every night again until the others are forgotten.
    const step = verdict === 'slower' ? ratio.ratio / from.ratio : from.ratio / ratio.ratio;
    return step >= LEAST_CHANGE ? verdict : 'same';
  });
  return found.find((one) => one === 'slower') ?? found.find((one) => one === 'faster') ?? 'same';
}

/**
 * Tells of a metric measured on this machine now whether it is unlike that of the suite's earlier runs, slower or faster, though
 * perhaps by chance.
 */
export function oddIn(history: History, suite: string): (metric: Metric) => boolean {
  const here = fingerprint(thisMachine());
  const runs = history.runs().filter((run) => run.suite === suite && run.fingerprint === here);
  const earlier = runs.map((run) => ({ run, metrics: history.metrics(run.id) }));
  return (metric) => oddAmong(seriesOf(earlier, metric.name), nightOf({ id: Infinity, startedAt: Date.now() }, metric));
}

/** Whether a night is unlike those before it by either measure, though perhaps by chance. */
export function oddAmong(earlier: readonly Night[], night: Night): boolean {
  return MEASURES.some((measure) => {
    const ratio = night[measure];
    const usual = usualOf(
      measure,
      earlier.flatMap((one) => one[measure] ?? []),
    );
    return ratio !== undefined && usual !== undefined && isOdd(weigh(ratio, usual));
  });
}

/** In the processor times, which vary less, or else on the clock. */
export function stepOf(nights: readonly Night[]): MetricComparison['step'] {
  const cpu = nights.flatMap((night) => night.cpu?.ratio ?? []);
  const byCpu = cpu.length === nights.length ? changePoint(cpu) : undefined;
  const found = byCpu ?? changePoint(nights.map(({ wall }) => wall.ratio));
  return found === undefined ? undefined : { ...found, run: nights[found.at]!.run };
}
