import { LakeliftError } from '../../errors/error.js';

const KINDS = { 'postgres:': 'postgres', 'postgresql:': 'postgres', 'mysql:': 'mysql' } as const;

/** Where a database server is. */
export interface ServerUrl {
  readonly kind: 'postgres' | 'mysql';
  /** As given: it may hold a password. */
  readonly secret: string;
  readonly user: string | undefined;
  readonly hasPassword: boolean;
  /** The same without password and settings, for people. */
  readonly shown: string;
}

/** Whether `url` is meant to be that of a database server. */
export const isServerUrl = (url: string): boolean => Object.keys(KINDS).some((scheme) => url.startsWith(scheme));

/** Throws USAGE, without the URL in its message: what is not read right may hold a password. */
export function parseServerUrl(text: string): ServerUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const kind = KINDS[url?.protocol as keyof typeof KINDS] as ServerUrl['kind'] | undefined;
  if (url === undefined || kind === undefined || url.hostname === '' || !/^\/[\w$%.+-]+$/.test(url.pathname))
    throw new LakeliftError('USAGE', "not the URL of a metastore's database", {
      next: 'use postgres://user@host:5432/database or mysql://user@host:3306/database; a password in it has its special characters as %40 and the like',
    });
  const user = url.username === '' ? undefined : decodeURIComponent(url.username);
  const host = `${url.username === '' ? '' : `${url.username}@`}${url.host}`;
  const hasPassword = url.password !== '' || url.searchParams.has('password');
  return { kind, secret: text, user, hasPassword, shown: `${url.protocol}//${host}${url.pathname}` };
}
