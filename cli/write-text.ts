import type { CliIo } from './io.js';

/** Writes to stdout and waits until it takes more; false when nobody reads it any more. */
export async function writeText(out: CliIo['stdout'], text: string): Promise<boolean> {
  if (out.write(text) === false && out.once !== undefined && out.destroyed !== true) {
    await new Promise<void>((done) => {
      out.once!('drain', done);
      out.once!('close', done);
    });
  }
  return out.destroyed !== true;
}
