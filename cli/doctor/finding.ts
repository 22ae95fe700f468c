import { toLakeliftError } from '../../errors/index.js';

/** What a check found; a warning is one that lets work go on. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly warning?: true;
  readonly next?: string;
}

/** Runs a check that returns what is in order, or throws. */
export async function finding(check: string, probe: () => Promise<string> | string): Promise<Finding> {
  try {
    return { check, ok: true, detail: await probe() };
  } catch (cause) {
    const { code, message, place, next } = toLakeliftError(cause);
    const where = place.file === undefined ? '' : ` [file=${place.file}]`;
    return { check, ok: false, detail: `${code}: ${message}${where}`, ...(next === undefined ? {} : { next }) };
  }
}

/** A line for people. */
export function describeFinding({ check, ok, warning, detail, next }: Finding): string {
  const verdict = ok ? (warning === true ? 'warn' : 'ok  ') : 'FAIL';
  return `${verdict} ${check}: ${detail}${next === undefined ? '' : `\n     next: ${next}`}`;
}
