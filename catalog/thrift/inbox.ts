import { MalformedMessage, MessageEnd, Received } from './message-end.js';

const FIRST_SIZE = 4096;
/** Bytes of a buffer that is used again for the next message. */
const KEPT = 4 * 1024 * 1024;
const FRAME_HEADER = 4;

/** Cuts what the other side sends into whole messages. Memory stays below twice the largest message. */
export class Inbox {
  readonly #framed: boolean;
  readonly #limit: number;
  #input: Received;
  #end: MessageEnd | undefined;
  #taken = false;

  /** `framed`: a length of four bytes goes before each message; `limit`: bytes of the largest one. */
  constructor(framed: boolean, limit: number) {
    this.#framed = framed;
    this.#limit = limit;
    this.#input = new Received(limit);
  }

  /** True while a message has begun and not ended. */
  get partial(): boolean {
    return this.#taken ? this.#input.length > this.#input.position : this.#input.length > 0;
  }

  add(chunk: Buffer): void {
    this.#forget();
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

  /**
   * The next whole message, without its frame, undefined when more bytes are needed. Its bytes hold until the next `add` or `take`.
   * Throws MalformedMessage.
   */
  take(): Buffer | undefined {
    this.#forget();
    const input = this.#input;
    this.#end ??= this.#begin();
    if (this.#end?.reached() !== true) return undefined;
    if (this.#framed && input.position !== input.limit) throw new MalformedMessage('a frame that is not one message');
    this.#taken = true;
    return input.bytes.subarray(this.#framed ? FRAME_HEADER : 0, input.position);
  }

  /** Begins anew after the message that was taken. */
  #forget(): void {
    if (!this.#taken) return;
    this.#taken = false;
    const { bytes, position, length } = this.#input;
    this.#input = new Received(this.#limit);
    this.#end = undefined;
    if (bytes.length > KEPT) return this.add(bytes.subarray(position, length));
    bytes.copyWithin(0, position, length);
    this.#input.bytes = bytes;
    this.#input.length = length - position;
  }

  /** Past the frame's header where there are frames; undefined while that has not come. */
  #begin(): MessageEnd | undefined {
    const input = this.#input;
    if (!this.#framed) return new MessageEnd(input);
    if (!input.has(FRAME_HEADER)) return undefined;
    const size = input.size(0);
    if (size > this.#limit) throw new MalformedMessage(`a frame of ${String(size)} bytes`);
    input.position = FRAME_HEADER;
    input.limit = size + FRAME_HEADER;
    return new MessageEnd(input);
  }
}
