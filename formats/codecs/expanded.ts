/** Longer literals are copied by a call, which takes as long as this many bytes. */
const SHORT = 16;
/** Bytes of a word. */
const WORD = 4;

/** Where a block is expanded to: `size` bytes, of any content. */
export type RoomFor = (size: number) => Uint8Array;

export const newRoom: RoomFor = (size) => new Uint8Array(size);

/**
 * What a block of Snappy, LZ4 or LZO expands to. Short pieces are copied by whole words, in which up to three bytes behind the piece are
 * written, too: those of the next piece, so that it has to be checked before that there is room.
 */
export class Expanded {
  /** Bytes that are there already. */
  length = 0;
  private readonly from: DataView;
  private readonly to: DataView;

  constructor(
    private readonly input: Uint8Array,
    private readonly room: Uint8Array,
  ) {
    this.from = new DataView(input.buffer, input.byteOffset, input.length);
    this.to = new DataView(room.buffer, room.byteOffset, room.length);
  }

  /** All bytes so far. */
  bytes(): Uint8Array {
    return this.room.subarray(0, this.length);
  }

  /** Whether `count` bytes of the input from `from` on are there and have room. */
  takes(from: number, count: number): boolean {
    return count <= this.input.length - from && count <= this.room.length - this.length;
  }

  /** Adds `count` bytes of the input, which it `takes`. */
  literals(from: number, count: number): void {
    const { input, room, length } = this;
    this.length += count;
    if (count > SHORT) room.set(input.subarray(from, from + count), length);
    else if (from + SHORT > input.length || length + SHORT > room.length) {
      for (let i = 0; i < count; i++) room[length + i] = input[from + i]!;
    } else for (let i = 0; i < count; i += WORD) this.to.setInt32(length + i, this.from.getInt32(from + i));
  }

  /** Whether `count` bytes can be repeated from `offset` bytes before the end. */
  repeats(offset: number, count: number): boolean {
    return offset > 0 && offset <= this.length && count <= this.room.length - this.length;
  }

  /** Adds `count` bytes that start `offset` bytes before the end, and may overlap with what is added. They are those it `repeats`. */
  repeat(offset: number, count: number): void {
    const { room, to, length } = this;
    const end = length + count;
    this.length = end;
    // The first bytes of a word must be there when it is read.
    if (offset >= WORD && end + WORD <= room.length) {
      for (let at = length; at < end; at += WORD) to.setInt32(at, to.getInt32(at - offset));
    } else for (let at = length; at < end; at++) room[at] = room[at - offset]!;
  }
}
