import { freshnessAt } from '../../bench/index.js';
import type { BenchRun } from '../../bench/index.js';
import type { BenchHeat, ReportMeasures } from '../../reports/index.js';

type Written = Pick<BenchRun, 'freshness' | 'phases'>;

const SIDES = ['before', 'after'] as const;
const SHARES = [0.5, 0.95, 1] as const;
const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const percent = (rate: number | undefined): string =>
  rate === undefined ? '–' : `${rate < 0 ? '' : '+'}${(rate * 100).toFixed(1)} %`;

/** The measures of what the benchmark wrote itself, as small tables. */
export function workloadMeasures({ freshness, phases }: Written): ReportMeasures[] {
  return [...(freshness === undefined ? [] : [freshnessTable(freshness)]), ...phaseTables(phases)];
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

function phaseTables(phases: Written['phases']): ReportMeasures[] {
  if (phases === undefined) return [];
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
      title: 'Query times over the phases',
      columns: ['', 'Before', 'After'],
      rows: [
        ['degradation rate: change from phase to phase', ...SIDES.map((side) => percent(phases.degradation[side]))],
        ['after the compaction, first phase = 1', ...SIDES.map((side) => phases.compacted[side].toFixed(2))],
      ],
    },
  ];
}

/** Queries by phases of either side. */
export function phaseHeat({ phases }: Written): BenchHeat[] {
  const queried = phases?.phases.filter(({ queries }) => queries.length > 0) ?? [];
  const names = queried[0]?.queries.map(({ name }) => name) ?? [];
  if (names.length === 0) return [];
  return SIDES.map((side) => ({
    title:
      side === 'before' ? 'Before: Hive files as they land' : 'After: the table that sync writes, compacted at the end',
    phases: queried.map(({ name }) => name),
    rows: names.map((name, i) => ({ name, times: queried.map(({ queries }) => queries[i]!.times[side]) })),
  }));
}

/** Lines for people. */
export function workloadLines({ freshness, phases }: Written): string[] {
  const lines: string[] = [];
  if (freshness !== undefined) {
    const [p50, p95, most] = SHARES.map((share) => seconds(freshnessAt(freshness, 'after', share)));
    const found = `${freshness.files.length} files, every row once in the lake`;
    lines.push(`freshness: ${found}, p50 ${p50} s, p95 ${p95} s, most ${most} s, ${freshness.rounds} rounds of sync`);
  }
  if (phases !== undefined) {
    const { degradation, compacted } = phases;
    lines.push(
      `phases with ${phases.engine}: degradation rate ${percent(degradation.before)} before, ${percent(degradation.after)} after; after the compaction ${compacted.after.toFixed(2)} times the first`,
    );
  }
  return lines;
}
