import { Decompress } from 'fzstd';

/** Expands Zstandard frames that come in pieces, in JavaScript: Node's own decoder (from 22.15 on) ends with the first frame. */
export class ZstdExpander {
  private readonly parts: Uint8Array[] = [];
  private readonly stream = new Decompress((part) => this.parts.push(part.slice()));
  consumed = 0;

  *expand(piece: Buffer, last: boolean): Generator<Buffer> {
    this.stream.push(piece, last);
    this.consumed += piece.length;
    for (const part of this.parts.splice(0))
      if (part.length > 0) yield Buffer.from(part.buffer, part.byteOffset, part.length);
  }
}
