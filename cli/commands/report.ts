import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LakeliftError } from '../../errors/index.js';
import { passed, parseReport } from '../../reports/index.js';
import type { Report } from '../../reports/index.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { redact } from '../redact.js';
import { savedReport } from '../report/saved.js';
import { statePaths } from '../state.js';
import { exitCodeOfReport, showReport, writeReports } from '../verification.js';

/** Writes the reports of a verification again, from what it left behind. */
export const reportCommand: CommandSpec = {
  name: 'report',
  description: 'Write the reports of an earlier verification again, without reading any table.',
  flags: ['from', 'state', 'target', 'report', 'junit', 'json'],
  required: [],
  examples: [
    [
      'report --from out/verify.json --report out/verify.html --junit out/verify.xml',
      'from the JSON document of a verification',
    ],
    ['report --state out/state.db --report out/verify.html', 'the newest verification in a journal'],
    ['report --target s3://bucket/lake', 'show it; the journal is where migrate keeps it for that target'],
  ],
  run(options, io) {
    const output = new Output(io, options.json);
    const report = options.from === undefined ? fromJournal(options, io) : fromFile(options.from, options, io);
    showReport(report, output);
    writeReports(report, options, output);
    const exitCode = exitCodeOfReport(report);
    output.document('report', { exitCode, passed: passed(report), ...report });
    return Promise.resolve(exitCode);
  },
};

function fromFile(path: string, options: Options, io: CliIo): Report {
  if (options.state !== undefined || options.target !== undefined) {
    throw new LakeliftError('USAGE', '--from is given together with --state or --target', { next: 'give one of them' });
  }
  try {
    return parseReport(readFileSync(resolve(io.cwd, path), 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakeliftError('USAGE', `the file is not the JSON of a verification: ${reason}`, {
      file: path,
      next: 'give a file that verify --json or --report FILE.json wrote',
      cause,
    });
  }
}

function fromJournal(options: Options, io: CliIo): Report {
  if (options.state === undefined && options.target === undefined) {
    throw new LakeliftError('USAGE', 'give --from, --state or --target', { next: 'lakelift report --help' });
  }
  const { state } = statePaths(options.target ?? '', io.cwd, options);
  const report = savedReport(state, options.target === undefined ? undefined : redact(options.target));
  if (report !== undefined) return report;
  throw new LakeliftError('USAGE', 'the journal holds no verification', {
    file: state,
    next: 'run lakelift verify, or give the file of one with --from',
  });
}
