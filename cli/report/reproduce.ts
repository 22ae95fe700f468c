import type { Options } from '../options.js';
import { redact } from '../redact.js';

/** The command that verifies the same again, as a POSIX shell takes it; credentials in URLs are left out of it. */
export function reproduce(options: Options, level: number): string[] {
  const flags: readonly (readonly [flag: string, value: string | number | undefined])[] = [
    ['source', options.source],
    ['metastore', options.metastore],
    ['target', options.target],
    ['tables', options.tables.join(',') === '*.*' ? undefined : options.tables.join(',')],
    ['state', options.state],
    ['catalog', options.catalog],
    ['target-file-size', options.targetFileSize],
    ['orc', options.orc === 'convert' ? 'convert' : undefined],
    ['user', options.user],
    ['endpoint', options.endpoint],
    ['region', options.region],
    ['level', level],
  ];
  const words = flags.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, quoted(String(value))]));
  return [`lakelift verify ${words.join(' ')}`];
}

function quoted(text: string): string {
  const plain = redact(text);
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
