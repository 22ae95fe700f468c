import type { Side } from '../pairs.js';
import type { Answer, EngineTable } from './engine.js';

/**
 * What an engine process reads and writes, one JSON document a line: first it writes a `Hello`; then it answers each request, in
 * order, with a `Reply`. It ends when its standard input does. docs/bench.md describes it for engines of your own.
 */
export type Request =
  | { readonly op: 'define'; readonly side: Side; readonly table: EngineTable }
  | { readonly op: 'run'; readonly side: Side; readonly sql: string };

export interface Hello {
  readonly engine: string;
  readonly version: string;
}

export type Reply =
  | {
      readonly ok: true;
      readonly answer?: Answer;
      readonly wallMs?: number;
      readonly cpuMs?: number;
      readonly planMs?: number;
    }
  | { readonly ok: false; readonly error: string };
