import { LakeliftError } from '../errors/index.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** '30s', '500ms', '1.5m' or '1h' in milliseconds. Throws USAGE. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  const milliseconds = Math.round(Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN));
  // Timers take 31 bits.
  if (milliseconds < 2 ** 31) return milliseconds;
  throw new LakeliftError('USAGE', `'${text}' is not a time`, { next: 'write a time such as 30s, 5m or 1h' });
}

/** An age such as '36h' or '7d' in milliseconds. Throws USAGE. */
export function parseAge(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text.trim()) ?? [];
  const milliseconds = Math.round(Number(count) * (unit === 'd' ? 86_400_000 : (UNITS[unit ?? ''] ?? Number.NaN)));
  if (Number.isSafeInteger(milliseconds)) return milliseconds;
  throw new LakeliftError('USAGE', `'${text}' is not an age`, { next: 'write one such as 30m, 36h or 7d' });
}
