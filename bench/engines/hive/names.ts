import type { Side } from '../../pairs.js';

/** A quoted or a bare name. */
const NAME = '"[^"]+"|`[^`]+`|\\b[A-Za-z_]\\w*';
/** Texts and comments, which are left alone, or two names with a dot between them. */
const TOKENS = new RegExp(`'(?:[^'\\\\]|\\\\.|'')*'|--[^\\n]*|/\\*[\\s\\S]*?\\*/|(${NAME})\\s*\\.\\s*(${NAME})`, 'g');

export const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** The database that holds one side of the tables of another one. */
export const sideDatabase = (side: Side, database: string): string => `lakelift_${side}__${database}`;

/** How a table is known: the case of names does not matter. */
export const tableKey = (database: string, table: string): string => `${database}.${table}`.toLowerCase();

/** A query for the tables of one side, of those that are known there. */
export function forSide(side: Side, sql: string, known: ReadonlySet<string>): string {
  return sql.replace(TOKENS, (token, first?: string, second?: string) => {
    if (first === undefined || second === undefined) return token;
    const [database, table] = [first, second].map((name) => name.replace(/^["`]|["`]$/g, '')) as [string, string];
    if (!known.has(tableKey(database, table))) return token;
    return `${quoted(sideDatabase(side, database))}.${quoted(table)}`;
  });
}
