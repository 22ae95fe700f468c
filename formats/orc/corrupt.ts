import { LakeliftError } from '../../errors/error.js';

const NEXT = 'restore the file from a copy, or leave its table out with --tables';

/** CORRUPT: the end of the file, which says where everything is, cannot be right. */
export function corruptTail(why: string, offset?: number): LakeliftError {
  return new LakeliftError('CORRUPT', `the ORC footer is damaged: ${why}`, {
    next: NEXT,
    ...(offset === undefined ? {} : { offset }),
  });
}

/** CORRUPT: a stripe or one of its streams cannot be right. `offset` is in the file. */
export function corruptData(why: string, offset: number, cause?: unknown): LakeliftError {
  return new LakeliftError('CORRUPT', `the ORC data is damaged: ${why}`, {
    offset,
    next: NEXT,
    ...(cause === undefined ? {} : { cause }),
  });
}
