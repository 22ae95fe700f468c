import { MAX_MESSAGE, MalformedMessage, Received, messageEnd } from './message-end.js';

const FIRST_SIZE = 4096;

/** Cuts what a client sends into whole calls. Memory stays below twice the largest call. */
export class Inbox {
  readonly #framed: boolean;
  #input = new Received();
  #walk: Generator<undefined, void, undefined>;

  /** `framed`: a length of four bytes goes before each call. */
  constructor(framed: boolean) {
    this.#framed = framed;
    this.#walk = this.#start();
  }

  /** True while a call has begun and not ended. */
  get partial(): boolean {
    return this.#input.length > 0;
  }

  add(chunk: Buffer): void {
    const input = this.#input;
    const needed = input.length + chunk.length;
    if (needed > input.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(FIRST_SIZE, needed, input.bytes.length * 2));
      input.bytes.copy(grown, 0, 0, input.length);
      input.bytes = grown;
    }
    chunk.copy(input.bytes, input.length);
    input.length = needed;
  }

  /** The next whole call, without its frame; undefined when more bytes are needed. Throws MalformedMessage. */
  take(): Buffer | undefined {
    const input = this.#input;
    if (input.length === 0 || this.#walk.next().done !== true) return undefined;
    const message = Buffer.from(input.bytes.subarray(this.#framed ? 4 : 0, input.position));
    const rest = input.bytes.subarray(input.position, input.length);
    this.#input = new Received();
    this.#walk = this.#start();
    this.add(rest);
    return message;
  }

  #start(): Generator<undefined, void, undefined> {
    return this.#framed ? frameEnd(this.#input) : messageEnd(this.#input);
  }
}

function* frameEnd(input: Received): Generator<undefined, void, undefined> {
  while (!input.has(4)) yield;
  const size = input.size();
  if (size > MAX_MESSAGE) throw new MalformedMessage(`a frame of ${String(size)} bytes`);
  yield* messageEnd(input);
  if (input.position !== size + 4) throw new MalformedMessage('a frame that is not one call');
}
