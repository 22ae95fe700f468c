import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { CliIo } from './io.js';
import { formatBytes } from './size.js';

/** How far a run is. */
export interface ProgressState {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** Bytes written so far. */
  readonly bytes: number;
}

const LINE_EVERY_MS = 5_000;

/** Progress on stderr: a bar on a terminal, elsewhere a line every five seconds. */
export class Progress {
  readonly #io: CliIo;
  readonly #bars: MultiBar | undefined;
  #bar: SingleBar | undefined;
  #last = Date.now();

  constructor(io: CliIo) {
    this.#io = io;
    if (io.stderr.isTTY === true) {
      const format = '{bar} {value}/{total} files  {size}  {label}';
      this.#bars = new MultiBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
    }
  }

  update(state: ProgressState): void {
    const payload = { label: state.label, size: formatBytes(state.bytes) };
    if (this.#bars !== undefined) {
      this.#bar ??= this.#bars.create(state.total, 0, payload);
      this.#bar.setTotal(state.total);
      this.#bar.update(state.done, payload);
      return;
    }
    if (Date.now() - this.#last < LINE_EVERY_MS) return;
    this.#last = Date.now();
    this.#io.stderr.write(`${state.done}/${state.total} files, ${payload.size}, ${state.label}\n`);
  }

  stop(): void {
    this.#bars?.stop();
  }
}
