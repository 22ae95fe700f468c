import { crc32 } from 'node:zlib';
import { LakeliftError } from '../../errors/error.js';
import { chunkRange } from './metadata.js';
import type { ColumnChunk } from './metadata.js';
import { readStructAt } from './thrift-compact.js';
import { Fields } from './thrift-fields.js';

/** Page headers are small; what is longer than this and still not whole is damage. */
const MAX_HEADER = 1024 * 1024;
const DATA_PAGES = new Map([
  [0, 5],
  [3, 8],
]);

/**
 * Follows the pages of one column chunk while its bytes pass by: headers must tile the chunk to its last byte, page checksums must
 * match where the writer left them, and the values must add up to the chunk's. Source: parquet.thrift PageHeader.
 */
export class PageWalker {
  private header = new Uint8Array(0);
  /** Bytes of the current page that are still to come. */
  private body = 0;
  private crc: { readonly stated: number; actual: number } | undefined;
  private values = 0;
  private seen = 0;

  constructor(private readonly chunk: ColumnChunk) {}

  /** Takes the next bytes of the chunk. Throws CORRUPT with the offset in the file. */
  update(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.body > 0) at += this.takeBody(bytes.subarray(at, at + this.body));
      else at += this.takeHeader(bytes.subarray(at));
    }
  }

  /** To be called after the last byte. */
  finish(): void {
    if (this.body > 0 || this.header.length > 0) throw this.corrupt('its last page is cut off');
    if (this.values !== this.chunk.numValues) {
      throw this.corrupt(`its pages hold ${this.values} values, its metadata says ${this.chunk.numValues}`);
    }
  }

  private takeBody(bytes: Uint8Array): number {
    if (this.crc !== undefined) this.crc.actual = crc32(bytes, this.crc.actual);
    this.body -= bytes.length;
    this.seen += bytes.length;
    if (this.body === 0) this.endPage();
    return bytes.length;
  }

  private endPage(): void {
    if (this.crc !== undefined && this.crc.actual !== this.crc.stated) throw this.corrupt('a page fails its checksum');
    this.crc = undefined;
  }

  /** Returns how many bytes of `bytes` were used: up to the header's end, or all when more are needed. */
  private takeHeader(bytes: Uint8Array): number {
    const kept = this.header.length;
    const candidate = kept === 0 ? bytes : concat(this.header, bytes.subarray(0, MAX_HEADER));
    const page = this.parse(candidate);
    if (page === undefined) {
      this.header = new Uint8Array(candidate);
      return bytes.length;
    }
    this.header = new Uint8Array(0);
    this.seen += page.length;
    this.startPage(page.fields);
    return page.length - kept;
  }

  private parse(bytes: Uint8Array): { fields: Fields; length: number } | undefined {
    try {
      const { fields, end } = readStructAt(bytes, 0);
      return { fields: new Fields(fields, 'PageHeader'), length: end };
    } catch (error) {
      const left = chunkRange(this.chunk).length - this.seen;
      if (bytes.length < Math.min(left, MAX_HEADER)) return undefined;
      throw this.corrupt('not a page header', error);
    }
  }

  private startPage(fields: Fields): void {
    const type = fields.required(fields.int(1), 'type');
    const size = fields.required(fields.int(3), 'compressed size');
    if (size < 0 || this.seen + size > chunkRange(this.chunk).length) throw this.corrupt('a page exceeds its chunk');
    const details = DATA_PAGES.get(type);
    if (details !== undefined) {
      const page = fields.required(fields.struct(details, 'DataPageHeader'), 'data page header');
      this.values += page.required(page.int(1), 'number of values');
    }
    const crc = fields.int(4);
    this.crc = crc === undefined ? undefined : { stated: crc >>> 0, actual: 0 };
    this.body = size;
    if (size === 0) this.endPage();
  }

  private corrupt(what: string, cause?: unknown): LakeliftError {
    const column = this.chunk.path.join('.');
    return new LakeliftError('CORRUPT', `column ${column} is damaged: ${what}`, {
      column,
      offset: chunkRange(this.chunk).offset + this.seen,
      next: 'restore the file from a copy, or leave its table out with --tables',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Checks the pages of a chunk held in memory whole. Throws CORRUPT. */
export function checkChunk(chunk: ColumnChunk, bytes: Uint8Array): void {
  const walker = new PageWalker(chunk);
  walker.update(bytes);
  walker.finish();
}
