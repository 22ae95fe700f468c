import type { CliIo } from './io.js';

/** Writes to stdout and waits until the text is taken; false when nobody reads it any more. */
export function writeText(out: CliIo['stdout'], text: string): Promise<boolean> {
  return new Promise((settle) => {
    out.write(text, (error) => settle(error === undefined || error === null));
  });
}
