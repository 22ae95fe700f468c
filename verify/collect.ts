import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of chunks decoded between two collections. */
const BETWEEN = 64 * 1024 * 1024;

let collect: (() => void) | undefined;
let since = 0;

/**
 * Tells of decoded bytes that are not needed any more. Buffers outside of V8's heap are only freed when V8 collects what holds them, which it
 * puts off on a busy machine until hundreds of MiB are waiting: every so many bytes it is made to, in some milliseconds.
 */
export function decodedBytesDone(bytes: number): void {
  since += bytes;
  if (since < BETWEEN) return;
  since = 0;
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
