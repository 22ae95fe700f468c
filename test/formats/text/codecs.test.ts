import { crc32 } from '@node-rs/crc32';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deflateSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';
import { decompressZstd } from '../../../formats/codecs/zstd.js';
import { memorySource } from '../../../formats/index.js';
import { textBytes } from '../../../formats/text/input.js';

/** Text whose lines do not repeat, larger than what is read at once. */
const TEXT = Buffer.from(Array.from({ length: 30_000 }, (_, i) => `line ${i * 7919} ${'é'.repeat(i % 60)}\n`).join(''));

async function expanded(bytes: Uint8Array, name: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of textBytes(memorySource(bytes), `/t/${name}`)) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Blocks of two chunks each, as BlockCompressorStream writes them when a block outgrows its buffer. */
function hadoopBlocks(text: Buffer, compress: (chunk: Buffer) => Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < text.length; at += 100_000) {
    const block = text.subarray(at, at + 100_000);
    parts.push(number(block.length));
    for (const chunk of [block.subarray(0, 60_000), block.subarray(60_000)]) {
      if (chunk.length > 0) parts.push(number(compress(chunk).length), compress(chunk));
    }
  }
  return Buffer.concat(parts);
}

/** Snappy with nothing but literals. */
function snappy(chunk: Buffer): Buffer {
  const length = Buffer.of((chunk.length & 0x7f) | 0x80, ((chunk.length >> 7) & 0x7f) | 0x80, chunk.length >> 14);
  return Buffer.concat([length, Buffer.of(61 << 2, (chunk.length - 1) & 0xff, (chunk.length - 1) >> 8), chunk]);
}

/** LZ4 with nothing but literals. */
function lz4(chunk: Buffer): Buffer {
  const rest = chunk.length - 15;
  return Buffer.concat([Buffer.of(0xf0), Buffer.alloc(Math.floor(rest / 255), 255), Buffer.of(rest % 255), chunk]);
}

const golden = (name: string) => readFile(fileURLToPath(new URL(`./golden/${name}`, import.meta.url)));

const FILES: readonly (readonly [string, () => Promise<Buffer>])[] = [
  ['x.gz', async () => Buffer.concat([gzipSync(TEXT.subarray(0, 999)), gzipSync(TEXT.subarray(999))])],
  ['x.deflate', async () => deflateSync(TEXT)],
  ['x.snappy', async () => hadoopBlocks(TEXT, snappy)],
  ['x.lz4', async () => hadoopBlocks(TEXT, lz4)],
  ['x.bz2', () => golden('streams.bz2')],
  ['x.zst', () => golden('frames.zst')],
];

describe('compression', () => {
  it.each(FILES.slice(0, 4))('%s gives the text', async (name, bytes) => {
    expect((await expanded(await bytes(), name)).equals(TEXT)).toBe(true);
  });

  it('bzip2 streams of several blocks and of none follow each other', async () => {
    const bytes = await expanded(await golden('streams.bz2'), 'x.bz2');
    // Of what Python's bz2 compressed.
    expect([bytes.length, crc32(bytes)]).toEqual([403_597, 2_091_575_771]);
  });

  it('Zstandard frames follow each other', async () => {
    const frames = await golden('frames.zst');
    for (const bytes of [await expanded(frames, 'x.zst'), decompressZstd(frames, 1_000_000)]) {
      expect([bytes.length, crc32(bytes)]).toEqual([403_597, 2_091_575_771]);
    }
    expect(() => decompressZstd(Buffer.concat([frames, Buffer.from('more')]), 1_000_000)).toThrow();
    expect(() => decompressZstd(frames, 400_000)).toThrow();
  });

  it.each(FILES)('%s cut off or changed is CORRUPT with its offset, never shorter text', async (name, read) => {
    const bytes = await read();
    for (const length of [1, 3, 11, bytes.length >> 1, bytes.length - 7, bytes.length - 1]) {
      const cut = expanded(bytes.subarray(0, length), name);
      await expect(cut, `${name} cut to ${length}`).rejects.toMatchObject({ code: 'CORRUPT' });
      const { place } = (await cut.catch((error: unknown) => error)) as { place: { offset: number } };
      expect(place.offset).toBeLessThanOrEqual(length);
    }
    const more = expanded(Buffer.concat([bytes, Buffer.from('more')]), name);
    await expect(more).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  it.each(['x.gz', 'x.bz2'])('%s with a changed byte is found by its checksum', async (name) => {
    const bytes = Buffer.from(await FILES.find(([one]) => one === name)![1]());
    for (let at = 20; at < bytes.length; at += bytes.length >> 3) {
      bytes[at]! ^= 0x04;
      await expect(expanded(bytes, name)).rejects.toMatchObject({ code: 'CORRUPT' });
      bytes[at]! ^= 0x04;
    }
  });
});
