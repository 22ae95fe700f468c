import type { Lane } from '../formats/index.js';
import { fileIdentityOf } from './identity.js';
import type { OutputFile, SourceFile } from './plan-types.js';

/** Part of every output's name: changes when the way outputs are laid out changes, so that old files are never mistaken for new. */
const LAYOUT = 2;
const COST: Readonly<Record<Lane, number>> = { copy: 0, stitch: 1, transcode: 2, convert: 3 };

/**
 * The output files of a table: files of one partition and equal signature are merged, in path order, up to `targetFileSize` bytes; a
 * file that stays alone keeps its own lane. Files without rows go into no output. `round` is part of the names: a file that was in the
 * table once and was taken away must not come back under its name, nor one of a round that died before its columns changed.
 */
export function groupOutputs(
  table: string,
  files: readonly SourceFile[],
  signatures: readonly string[],
  targetFileSize: number,
  round: unknown = 0,
): OutputFile[] {
  return groupsOf(files, signatures, targetFileSize).map((inputs) => outputOf(table, files, inputs, round));
}

/** The files of each output, as indexes into `files`. */
export function groupsOf(
  files: readonly SourceFile[],
  signatures: readonly string[],
  targetFileSize: number,
): (readonly number[])[] {
  const open = new Map<string, { inputs: number[]; bytes: number }>();
  const groups: number[][] = [];
  files.forEach((file, index) => {
    if (file.rowCount === 0) return;
    const key = `${file.partition}\n${signatures[index]!}`;
    const group = open.get(key);
    if (group !== undefined && group.bytes + file.length <= targetFileSize) {
      group.inputs.push(index);
      group.bytes += file.length;
    } else {
      const started = { inputs: [index], bytes: file.length };
      open.set(key, started);
      groups.push(started.inputs);
    }
  });
  return groups;
}

function outputOf(table: string, files: readonly SourceFile[], inputs: readonly number[], round: unknown): OutputFile {
  const members = inputs.map((index) => files[index]!);
  const identity = members.map(({ path, length, mtime }) => [path, length, mtime]);
  return {
    // Paimon's own form of a data file's name: data-<uuid>-<number>.<format>.
    name: `data-${fileIdentityOf([table, identity, LAYOUT, round])}-0.${members[0]!.storedAs ?? 'parquet'}`,
    partition: members[0]!.partition,
    inputs,
    lane: laneOf(members),
  };
}

/** Merging writes a new footer, so that even plain copies become a stitch. */
function laneOf(members: readonly SourceFile[]): Lane {
  const start: Lane = members.length > 1 ? 'stitch' : 'copy';
  return members.reduce<Lane>((lane, file) => (COST[file.lane] > COST[lane] ? file.lane : lane), start);
}
