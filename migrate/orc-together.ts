import { groupsOf } from './group.js';
import type { OrcSizes } from './plan-file.js';
import type { ReadFiles } from './read-files.js';

/** Readers fetch a stripe at a time: a file of the target size has no more of them than this. */
const MOST_STRIPES = 1024;

/** Of two files up to half the target size, one can be made. */
export const orcSizes = (targetFileSize: number): OrcSizes => ({
  mergeFrom: targetFileSize / MOST_STRIPES,
  aloneOver: targetFileSize / 2,
});

/** Small ORC files that would stay alone as they are, because no other of their form lies beside them, are to be converted with the rest. */
export function withoutLonelyOrc(read: ReadFiles, targetFileSize: number): ReadFiles {
  const { files, signatures } = read;
  const { aloneOver } = orcSizes(targetFileSize);
  const alone = groupsOf(files, signatures, targetFileSize).flatMap((inputs) => (inputs.length === 1 ? inputs : []));
  const lonely = new Set(
    alone.filter((index) => files[index]!.storedAs === 'orc' && files[index]!.length <= aloneOver),
  );
  const reason = 'a small ORC file, and none of its form to merge it with';
  const converted = { lane: 'convert', reason, storedAs: undefined } as const;
  return {
    ...read,
    files: files.map((file, index) => (lonely.has(index) ? { ...file, ...converted } : file)),
    signatures: signatures.map((signature, index) => (lonely.has(index) ? 'orc' : signature)),
  };
}
