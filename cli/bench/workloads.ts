import { freshnessAt } from '../../bench/index.js';
import type { BenchRun } from '../../bench/index.js';
import type { BenchHeat, ReportMeasures } from '../../reports/index.js';

type Written = Pick<BenchRun, 'freshness' | 'phases'>;
type EnginePhases = NonNullable<Written['phases']>[number];

const SIDES = ['before', 'after'] as const;
const SHARES = [0.5, 0.95, 1] as const;
const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const percent = (rate: number | undefined): string =>
  rate === undefined ? '–' : `${rate < 0 ? '' : '+'}${(rate * 100).toFixed(1)} %`;

/** The measures of what the benchmark wrote itself, as small tables. */
export function workloadMeasures({ freshness, phases }: Written): ReportMeasures[] {
  return [...(freshness === undefined ? [] : [freshnessTable(freshness)]), ...(phases ?? []).flatMap(phaseTables)];
}

function freshnessTable(freshness: NonNullable<Written['freshness']>): ReportMeasures {
  return {
    title: `Freshness: ${freshness.files.length} files, ${freshness.rows} rows, each found once in the lake, ${freshness.rounds} rounds of sync`,
    columns: ['Seconds from the close of a file', 'p50', 'p95', 'Most'],
    rows: SIDES.map((side) => [
      side === 'before' ? 'until a listing of the source has it' : 'until a snapshot of the lake has its rows',
      ...SHARES.map((share) => seconds(freshnessAt(freshness, side, share))),
    ]),
  };
}

function phaseTables(phases: EnginePhases): ReportMeasures[] {
  return [
    {
      title: `Phases, with ${phases.engine}`,
      columns: ['Phase', 'Seconds', 'Files before', 'Files after'],
      rows: phases.phases.map(({ name, seconds: took, files }) => [
        name,
        took.toFixed(1),
        String(files.before),
        String(files.after),
      ]),
    },
    {
      title: `Query times over the phases, with ${phases.engine}`,
      columns: ['', 'Before', 'After'],
      rows: [
        ['degradation rate: change from phase to phase', ...SIDES.map((side) => percent(phases.degradation[side]))],
        ['after the compaction, first phase = 1', ...SIDES.map((side) => phases.compacted[side].toFixed(2))],
      ],
    },
  ];
}

/** Queries by phases of either side, of each engine. */
export function phaseHeat({ phases = [] }: Written): BenchHeat[] {
  return phases.flatMap(({ engine, phases: all }) => {
    const queried = all.filter(({ queries }) => queries.length > 0);
    const names = queried[0]?.queries.map(({ name }) => name) ?? [];
    return SIDES.map((side) => ({
      title: `${engine}, ${side === 'before' ? 'before: Hive files as they land' : 'after: the table that sync writes, compacted at the end'}`,
      phases: queried.map(({ name }) => name),
      rows: names.map((name, i) => ({ name, times: queried.map(({ queries }) => queries[i]!.times[side]) })),
    }));
  });
}

/** Lines for people. */
export function workloadLines({ freshness, phases }: Written): string[] {
  const lines: string[] = [];
  if (freshness !== undefined) {
    const [p50, p95, most] = SHARES.map((share) => seconds(freshnessAt(freshness, 'after', share)));
    const found = `${freshness.files.length} files, every row once in the lake`;
    lines.push(`freshness: ${found}, p50 ${p50} s, p95 ${p95} s, most ${most} s, ${freshness.rounds} rounds of sync`);
  }
  for (const { engine, degradation, compacted } of phases ?? []) {
    lines.push(
      `phases with ${engine}: degradation rate ${percent(degradation.before)} before, ${percent(degradation.after)} after; after the compaction ${compacted.after.toFixed(2)} times the first`,
    );
  }
  return lines;
}
