import type { PrincipalType } from '../annotations.js';

/** In the order of Thrift's PrincipalType, which begins with 1. */
const PRINCIPALS: readonly PrincipalType[] = ['USER', 'ROLE', 'GROUP'];

/** A user unless it says otherwise. */
export const principalType = (number: number | undefined): PrincipalType => PRINCIPALS[(number ?? 1) - 1] ?? 'USER';

export const principalNumber = (type: PrincipalType): number => PRINCIPALS.indexOf(type) + 1;
