import { LakeliftError } from '../errors/error.js';

/** CORRUPT: a metadata file of an earlier try is not what was written. */
export function damaged(file: string): LakeliftError {
  return new LakeliftError('CORRUPT', 'a metadata file of an earlier run is damaged', {
    file,
    next: 'remove the file and run the same command again: it is written anew',
  });
}
