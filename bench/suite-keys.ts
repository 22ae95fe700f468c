import { LakeliftError } from '../errors/index.js';

/** One mapping of a suite file. Every error is USAGE and names the file and the key by its full path, such as `samples.min`. */
export class Keys {
  private constructor(
    private readonly file: string,
    private readonly path: string,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /** Reads a mapping that may have these keys and no others. */
  static of(file: string, path: string, value: unknown, known: readonly string[]): Keys {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw wrong(
        file,
        path === '' ? 'the suite is not a list of keys and values' : `${path} is missing or no mapping`,
      );
    }
    for (const [key, one] of Object.entries(value)) {
      if (!known.includes(key)) {
        const names = known.map((name) => join(path, name)).join(', ');
        throw wrong(file, `unknown key ${join(path, key)}`, `known keys: ${names}`);
      }
      // `jobs:` with nothing behind it is no `jobs: {}`, and not the same as no key: what was meant would not be measured.
      if (one === null) throw wrong(file, `${join(path, key)} has no value`);
    }
    return new Keys(file, path, value as Record<string, unknown>);
  }

  has(key: string): boolean {
    return this.values[key] !== undefined;
  }

  get(key: string): unknown {
    return this.values[key];
  }

  /** The mapping under a key. */
  below(key: string, known: readonly string[]): Keys {
    return Keys.of(this.file, join(this.path, key), this.values[key], known);
  }

  /** The mappings of a list, which may be missing. */
  list(key: string, known: readonly string[]): Keys[] {
    const value = this.values[key] ?? [];
    if (!Array.isArray(value)) throw this.error(key, 'is no list');
    return value.map((one, i) => Keys.of(this.file, `${join(this.path, key)}[${i}]`, one, known));
  }

  text(key: string, otherwise?: string): string {
    const value = this.values[key] ?? otherwise;
    if (typeof value === 'string' && value.trim() !== '') return value;
    throw this.error(key, value === undefined ? 'is missing' : 'is no text');
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.values[key] ?? otherwise;
    if (typeof value === 'boolean') return value;
    throw this.error(key, 'is neither true nor false');
  }

  /** A whole number within bounds, both included. */
  whole(key: string, min: number, max: number, otherwise: number): number {
    const value = this.values[key] ?? otherwise;
    if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
    throw this.error(key, `is not a whole number from ${min} to ${max}`);
  }

  /** The least and the most pairs of a measure. */
  samples(key: string, otherwise: { readonly min: number; readonly max: number }): { min: number; max: number } {
    const samples = this.has(key) ? this.below(key, ['min', 'max']) : undefined;
    const min = samples?.whole('min', 5, 1000, otherwise.min) ?? otherwise.min;
    const max = samples?.whole('max', 5, 1000, Math.max(min, otherwise.max)) ?? otherwise.max;
    if (max < min) throw this.error(`${key}.max`, `is below ${join(this.path, key)}.min`);
    return { min, max };
  }

  /** A number that is not negative. */
  amount(key: string, otherwise: number): number {
    const value = this.values[key] ?? otherwise;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    throw this.error(key, 'is not a number from 0 on');
  }

  texts(key: string, otherwise: readonly string[]): readonly string[] {
    const value = this.values[key] ?? otherwise;
    const isText = (one: unknown): boolean => typeof one === 'string' && one.trim() !== '';
    if (Array.isArray(value) && value.length > 0 && value.every(isText)) return value;
    throw this.error(key, 'is not a list of texts');
  }

  error(key: string, what: string, next?: string): LakeliftError {
    return wrong(this.file, `${join(this.path, key)} ${what}`, next);
  }
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function wrong(file: string, message: string, next = 'docs/bench.md lists the keys of a suite'): LakeliftError {
  return new LakeliftError('USAGE', message, { file, next });
}
