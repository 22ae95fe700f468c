import { existsSync, readFileSync } from 'node:fs';

/** The version in the package's package.json, which lies one folder up in the sources and two in the built package. */
export function packageVersion(): string {
  for (const up of ['../package.json', '../../package.json']) {
    const file = new URL(up, import.meta.url);
    if (!existsSync(file)) continue;
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof json === 'object' && json !== null && 'version' in json) return String(json.version);
  }
  return 'unknown';
}
