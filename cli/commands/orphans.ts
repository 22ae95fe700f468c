import { findOrphans, SAFE_AGE } from '../../lake/index.js';
import type { CommandSpec } from '../command.js';
import { describeFailure } from '../failure.js';
import { Output } from '../output.js';
import { formatBytes } from '../size.js';
import { eachLakeTable } from '../upkeep.js';
import { exitCodeOf } from './expire.js';

interface Orphans {
  readonly files: readonly string[];
  /** Of all files. */
  readonly bytes: number;
}

/** Removes files of Paimon tables that nothing refers to. */
export const orphansCommand: CommandSpec = {
  name: 'orphans',
  description:
    'List files of Paimon tables, whoever wrote them, that no snapshot, tag or branch refers to; with --yes remove them.',
  flags: ['target', 'tables', 'older-than', 'yes', 'endpoint', 'region', 'json'],
  required: ['target'],
  examples: [
    ['orphans --target s3://bucket/lake', 'what did failed jobs leave behind, more than a day ago?'],
    [
      "orphans --target s3://bucket/lake --tables 'sales.*' --older-than 3d --yes",
      'remove what is older than three days',
    ],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    const applied = options.yes === true;
    const nothing: Orphans = { files: [], bytes: 0 };
    const tables = await eachLakeTable(options, io, nothing, async (target, path, signal) => {
      const orphans = await findOrphans(target, path, options.olderThan ?? SAFE_AGE, Date.now());
      for (const orphan of applied ? orphans : []) {
        signal.throwIfAborted();
        await target.delete(orphan.path);
      }
      const bytes = orphans.reduce((sum, { length }) => sum + length, 0);
      return { files: orphans.map((orphan) => orphan.path), bytes };
    });
    for (const { table, files, bytes, error } of tables) {
      for (const file of files) output.line(`${applied ? 'removed' : 'orphan'}: ${file}`);
      if (error !== undefined) output.line(describeFailure(table, 'failed', error));
      else if (files.length > 0) output.line(`${table}: ${files.length} files, ${formatBytes(bytes)}`);
    }
    const total = tables.reduce((sum, { files }) => sum + files.length, 0);
    if (total === 0) output.line('no orphans');
    else if (!applied) output.line(`${total} found; --yes removes them`);
    const exitCode = exitCodeOf(tables);
    output.document('orphans', { exitCode, applied, tables });
    return exitCode;
  },
};
