import type { ByteSource } from '../byte-source.js';
import { expandAll } from './compression.js';
import type { OrcCompression } from './compression.js';
import { corruptData } from './corrupt.js';
import { Message } from './protobuf.js';
import { ByteStream } from './stream.js';
import { atOffset } from './tail.js';
import type { OrcStripe, OrcTail } from './tail.js';

/** A stripe's footer names each stream and encoding; more than this is damage. */
const MAX_FOOTER = 64 * 1024 * 1024;
/** Wanted streams no further apart than this are read at once. */
const GAP = 64 * 1024;

/** Number in the file of the kinds that hold values. Source: orc_proto.proto, Stream.Kind. */
export const STREAMS = { PRESENT: 0, DATA: 1, LENGTH: 2, DICTIONARY_DATA: 3, SECONDARY: 5 } as const;
export type StreamKind = keyof typeof STREAMS;
const KIND_NAMES = new Map<number, StreamKind>(
  (Object.keys(STREAMS) as StreamKind[]).map((kind) => [STREAMS[kind], kind]),
);

export interface ColumnEncoding {
  readonly dictionary: boolean;
  /** Of run length encoded integers. */
  readonly version: 1 | 2;
  readonly dictionarySize: number;
}

interface StoredStream {
  readonly type: number;
  readonly kind: StreamKind;
  readonly offset: number;
  readonly length: number;
}

/** What a stripe's footer says. Source: ORC specification v1, "Stripe Footer". */
export interface StripeFooter {
  readonly streams: readonly StoredStream[];
  /** By type id. */
  readonly encodings: readonly ColumnEncoding[];
  /** Absent in files of Hive before 1.2. */
  readonly writerTimezone?: string;
  readonly offset: number;
}

/** Throws CORRUPT with the offset for a footer that cannot be right. All streams of the result lie within the stripe. */
export async function readStripeFooter(source: ByteSource, tail: OrcTail, stripe: OrcStripe): Promise<StripeFooter> {
  const offset = stripe.offset + stripe.indexLength + stripe.dataLength;
  const stored = await source.read({ offset, length: stripe.footerLength });
  return atOffset(offset, () => {
    const footer = new Message(expandAll(stored, tail.compression, offset, MAX_FOOTER), 'ORC stripe footer');
    const encodings = footer.messages(2, 'ORC stripe footer').map((message) => encodingOf(message, offset));
    const zone = footer.text(3);
    return {
      streams: streamsOf(footer.messages(1, 'ORC stripe footer'), stripe, offset),
      encodings,
      offset,
      ...(zone === undefined || zone === '' ? {} : { writerTimezone: zone }),
    };
  });
}

function encodingOf(message: Message, offset: number): ColumnEncoding {
  const kind = message.uint(1) ?? 0;
  if (kind > 3) throw corruptData(`an encoding of the unknown kind ${kind}`, offset);
  return { dictionary: kind % 2 === 1, version: kind < 2 ? 1 : 2, dictionarySize: message.uint(2) ?? 0 };
}

function streamsOf(messages: readonly Message[], stripe: OrcStripe, end: number): StoredStream[] {
  const streams: StoredStream[] = [];
  let offset = stripe.offset;
  for (const message of messages) {
    const length = message.uint(3) ?? 0;
    if (offset + length > end) throw corruptData('a stream lies outside of its stripe', end);
    const kind = KIND_NAMES.get(message.uint(1) ?? 0);
    if (kind !== undefined) streams.push({ type: message.uint(2) ?? 0, kind, offset, length });
    offset += length;
  }
  return streams;
}

/** The streams of one stripe, by type and kind. */
export class StripeStreams {
  private readonly stored = new Map<string, { readonly bytes: Uint8Array; readonly offset: number }>();

  private constructor(
    readonly footer: StripeFooter,
    private readonly compression: OrcCompression,
  ) {}

  /** Reads the streams of the wanted type ids, neighbours in one request. */
  static async read(
    source: ByteSource,
    footer: StripeFooter,
    compression: OrcCompression,
    wanted: ReadonlySet<number>,
  ): Promise<StripeStreams> {
    const streams = new StripeStreams(footer, compression);
    const chosen = footer.streams.filter(({ type, length }) => wanted.has(type) && length > 0);
    for (const group of neighbours(chosen)) {
      const { offset } = group[0]!;
      const last = group.at(-1)!;
      const bytes = await source.read({ offset, length: last.offset + last.length - offset });
      for (const stream of group) {
        const start = stream.offset - offset;
        const part = { bytes: bytes.subarray(start, start + stream.length), offset: stream.offset };
        streams.stored.set(`${stream.type} ${stream.kind}`, part);
      }
    }
    return streams;
  }

  has(type: number, kind: StreamKind): boolean {
    return this.stored.has(`${type} ${kind}`);
  }

  /** A stream the stripe lacks is an empty one: writers leave out those without values. */
  open(type: number, kind: StreamKind): ByteStream {
    const { bytes, offset } = this.stored.get(`${type} ${kind}`) ?? NO_STREAM;
    return new ByteStream(bytes, this.compression, offset === 0 ? this.footer.offset : offset, kind);
  }

  /** Throws CORRUPT when the footer has none. */
  encoding(type: number): ColumnEncoding {
    const encoding = this.footer.encodings[type];
    if (encoding === undefined) throw corruptData(`type ${type} has no encoding`, this.footer.offset);
    return encoding;
  }
}

const NO_STREAM = { bytes: new Uint8Array(0), offset: 0 };

function neighbours(streams: readonly StoredStream[]): StoredStream[][] {
  const groups: StoredStream[][] = [];
  let end = -Infinity;
  for (const stream of streams) {
    if (stream.offset - end <= GAP) groups.at(-1)!.push(stream);
    else groups.push([stream]);
    end = stream.offset + stream.length;
  }
  return groups;
}
