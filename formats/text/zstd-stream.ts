import { Decompress } from 'fzstd';

/** Expands Zstandard frames that come in pieces, in JavaScript, where Node has no decoder of its own (before 22.15). */
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
