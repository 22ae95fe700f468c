import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LakeliftError } from '../errors/index.js';
import type { Round, TableRound } from './model.js';

interface TableSums {
  last: TableRound;
  snapshots: number;
  filesAdded: number;
  filesRemoved: number;
  failures: number;
}

/** What rounds have done so far, as Prometheus reads it (text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/). */
export class Metrics {
  readonly #tables = new Map<string, TableSums>();
  #last: Round | undefined;

  observe(round: Round): void {
    this.#last = round;
    for (const last of round.tables) {
      const before = this.#tables.get(last.table) ?? { snapshots: 0, filesAdded: 0, filesRemoved: 0, failures: 0 };
      this.#tables.set(last.table, {
        last,
        snapshots: before.snapshots + (last.snapshotId === undefined ? 0 : 1),
        filesAdded: before.filesAdded + last.filesAdded,
        filesRemoved: before.filesRemoved + last.filesRemoved,
        failures: before.failures + (last.outcome === 'failed' || last.outcome === 'refused' ? 1 : 0),
      });
    }
  }

  text(): string {
    const last = this.#last;
    const tables = [...this.#tables];
    const each = (value: (sums: TableSums) => number | undefined): Sample[] =>
      tables.flatMap(([table, sums]) => {
        const number = value(sums);
        return number === undefined ? [] : [{ table, number }];
      });
    const ended = last === undefined ? undefined : Date.parse(last.startedAt) / 1000 + last.seconds;
    return [
      metric('rounds_total', 'counter', 'Rounds since the start.', [{ number: last?.round ?? 0 }]),
      metric(
        'last_round_end_seconds',
        'gauge',
        'When the last round ended.',
        ended === undefined ? [] : [{ number: ended }],
      ),
      metric(
        'last_round_duration_seconds',
        'gauge',
        'How long it took.',
        last === undefined ? [] : [{ number: last.seconds }],
      ),
      metric(
        'lag_seconds',
        'gauge',
        'By how much the newest source file is newer than the newest in the lake.',
        each((sums) => sums.last.lagSeconds),
      ),
      metric(
        'waiting_files',
        'gauge',
        'Source files that are being written.',
        each((sums) => sums.last.waiting.length),
      ),
      metric(
        'snapshots_total',
        'counter',
        'Snapshots published.',
        each((sums) => sums.snapshots),
      ),
      metric(
        'files_added_total',
        'counter',
        'Source files that came in.',
        each((sums) => sums.filesAdded),
      ),
      metric(
        'files_removed_total',
        'counter',
        'Source files changed or removed.',
        each((sums) => sums.filesRemoved),
      ),
      metric(
        'failures_total',
        'counter',
        'Rounds in which the table was refused or failed.',
        each((sums) => sums.failures),
      ),
    ].join('');
  }
}

interface Sample {
  readonly table?: string;
  readonly number: number;
}

function metric(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const full = `lakelift_sync_${name}`;
  const lines = samples.map(({ table, number }) => {
    const label =
      table === undefined ? '' : `{table="${table.replace(/["\\\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"}`;
    return `${full}${label} ${number}\n`;
  });
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

/** Serves metrics at /metrics. `port` 0 takes a free one. Throws USAGE when the port cannot be had. */
export async function serveMetrics(
  metrics: Metrics,
  host: string,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((asked, reply) => {
    const found = asked.method === 'GET' && asked.url?.split('?')[0] === '/metrics';
    reply.writeHead(found ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    reply.end(found ? metrics.text() : 'see /metrics\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new LakeliftError('USAGE', `cannot listen on ${host}:${port}`, {
          next: 'choose another --metrics-port',
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://${host}:${taken}/metrics`, close };
}
