import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The password where MySQL's own programs look for it when none is given: in the group `[client]` of `~/.my.cnf`, else in MYSQL_PWD.
 * Source: MySQL's manual, "Using Option Files" and "Environment Variables".
 */
export function mysqlPassword(): string | undefined {
  return fromOptionFile(join(homedir(), '.my.cnf')) ?? process.env['MYSQL_PWD'];
}

function fromOptionFile(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  let group = '';
  let found: string | undefined;
  for (const line of text.split('\n').map((each) => each.trim())) {
    group = /^\[(.+)\]$/.exec(line)?.[1] ?? group;
    const value = /^password\s*=\s*(.*)$/.exec(line)?.[1];
    if (group === 'client' && value !== undefined) found = value.replace(/^(['"])(.*)\1$/, '$2');
  }
  return found;
}
