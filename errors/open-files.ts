import { LakeliftError } from './error.js';

const WHERE: Readonly<Record<string, string>> = { EMFILE: 'in this process', ENFILE: 'on this machine' };

/** NO_RESOURCES, when the error of the system is that no more files may be open; undefined when it is another. */
export function tooManyOpenFiles(error: unknown, file: string | undefined): LakeliftError | undefined {
  const where = WHERE[(error as NodeJS.ErrnoException).code ?? ''];
  if (where === undefined) return undefined;
  return new LakeliftError('NO_RESOURCES', `too many open files ${where}`, {
    ...(file === undefined ? {} : { file }),
    next: 'raise the limit (ulimit -n) or lower --workers, then run the command again',
    cause: error,
  });
}
