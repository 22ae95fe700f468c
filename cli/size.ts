import { LakeliftError } from '../errors/index.js';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  K: 1024,
  KB: 1024,
  M: 1024 ** 2,
  MB: 1024 ** 2,
  G: 1024 ** 3,
  GB: 1024 ** 3,
};

/** '128MB', '1g' or '1048576' in bytes (1 KB = 1024 bytes). Throws USAGE. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = UNITS[(match?.[2] ?? '').toUpperCase().replace(/IB$/, 'B')];
  const bytes = Math.round(Number(match?.[1]) * (unit ?? Number.NaN));
  if (!Number.isSafeInteger(bytes) || bytes <= 0) {
    throw new LakeliftError('USAGE', `'${text}' is not a size`, { next: 'write a size such as 128MB or 1GB' });
  }
  return bytes;
}

/** '50/s' or '50': operations per second. Throws USAGE. */
export function parseRate(text: string): number {
  const value = Number(/^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text.trim())?.[1]);
  if (!(value > 0))
    throw new LakeliftError('USAGE', `'${text}' is not a rate`, { next: 'write operations a second, such as 50/s' });
  return value;
}

/** '200MB/s' or '200MB': bytes per second. Throws USAGE. */
export function parseBandwidth(text: string): number {
  try {
    return parseSize(text.trim().replace(/\/s$/i, ''));
  } catch (cause) {
    throw new LakeliftError('USAGE', `'${text}' is not a bandwidth`, { next: 'write one such as 200MB/s', cause });
  }
}

/** A factor above 0, such as 0.1; at most 100. Throws USAGE. */
export function parseScale(text: string): number {
  const value = /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value > 0 && value <= 100)) throw new LakeliftError('USAGE', `'${text}' is not a factor above 0 up to 100`);
  return value;
}

/** A whole number within bounds, both included. Throws USAGE. */
export function parseWhole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) {
      throw new LakeliftError('USAGE', `'${text}' is not a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** Bytes for people: '12.3 MB'. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'KB', 'MB', 'GB']) {
    if (value < 1024) return `${unit === 'B' ? value : value.toFixed(1)} ${unit}`;
    value /= 1024;
  }
  return `${value.toFixed(1)} TB`;
}
