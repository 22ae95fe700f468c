import type { StoredRun } from '../../bench/index.js';
import type { BenchCurve, ReportMeasures } from '../../reports/index.js';
import { formatBytes } from '../size.js';

/** What the NameNode did, as a table by phase; nothing of a run without one. */
export function nameNodeMeasures({ nameNode }: StoredRun['document']): ReportMeasures[] {
  if (nameNode.length === 0) return [];
  return [
    {
      title: 'Load of the NameNode',
      columns: [
        'Phase',
        'File operations',
        'Listings',
        'RPC calls',
        'Queue (ms)',
        'Processing (ms)',
        'Heap',
        'Files',
        'Blocks',
      ],
      rows: nameNode.map(({ phase, load }) => [
        phase,
        ...[load.fileOps, load.listings, load.rpcCalls].map(String),
        ...[load.rpcQueueMs, load.rpcProcessingMs].map((ms) => ms.toFixed(2)),
        formatBytes(load.heapUsed),
        ...[load.files, load.blocks].map(String),
      ]),
    },
  ];
}

/** The NameNode's load in the course of the run, rates being those between two samples; nothing where too few were taken. */
export function nameNodeCurves({ nameNode, nameNodeSamples: samples = [] }: StoredRun['document']): BenchCurve[] {
  if (samples.length < 2) return [];
  const phases = nameNode.map(({ phase, from, to }) => ({ name: phase, from, to }));
  type Sample = (typeof samples)[number];
  const curve = (title: string, value: (sample: Sample, last: Sample) => number): BenchCurve => ({
    title,
    phases,
    points: samples.map((sample, i) => ({ at: sample.at, value: value(sample, samples[i - 1] ?? sample) })),
  });
  // A NameNode that was started again counts from zero.
  const rate = (counter: 'fileOps' | 'rpcCalls') => (sample: Sample, last: Sample) =>
    (Math.max(0, sample[counter] - last[counter]) * 1000) / Math.max(1, sample.at - last.at);
  return [
    curve('File operations a second', rate('fileOps')),
    curve('RPC calls a second, those of DataNodes included', rate('rpcCalls')),
    curve(
      'Queue and processing time of an RPC call (ms)',
      ({ rpcQueueMs, rpcProcessingMs }) => rpcQueueMs + rpcProcessingMs,
    ),
    curve('Heap in use (MiB)', ({ heapUsed }) => heapUsed / 2 ** 20),
  ];
}
