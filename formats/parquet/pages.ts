import { crc32 } from 'node:zlib';
import { LakeliftError } from '../../errors/error.js';
import { chunkRange } from './metadata.js';
import type { ColumnChunk } from './metadata.js';
import { PageSizeCheck } from './page-size.js';
import { readStructAt } from './thrift-compact.js';
import { Fields } from './thrift-fields.js';

/** Page headers are small; what is longer than this and still not whole is damage. */
const MAX_HEADER = 1024 * 1024;
/** The numbers of page types. */
const [DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2] = [0, 2, 3];

/**
 * Follows the pages of one column chunk while its bytes pass by: headers must tile the chunk to its last byte, page checksums must
 * match where the writer left them, and the values must add up to the chunk's. Source: parquet.thrift PageHeader.
 */
export class PageWalker {
  private header = new Uint8Array(0);
  /** Bytes of the current page that are still to come. */
  private body = 0;
  private size: PageSizeCheck | undefined;
  private crc: { readonly stated: number; actual: number } | undefined;
  private values = 0;
  private seen = 0;

  /** `see` is told of each page when its header is read. */
  constructor(
    private readonly chunk: ColumnChunk,
    private readonly see: (page: Page) => void = () => undefined,
  ) {}

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
    this.size?.update(bytes);
    this.body -= bytes.length;
    this.seen += bytes.length;
    if (this.body === 0) this.endPage();
    return bytes.length;
  }

  private endPage(): void {
    if (this.crc !== undefined && this.crc.actual !== this.crc.stated) throw this.corrupt('a page fails its checksum');
    if (this.size?.failed === true) throw this.corrupt('a page has not the size it states');
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
    this.asHeader(() => this.startPage(page.fields));
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

  /** Errors about fields of a header are told as the chunk's. */
  private asHeader(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (error instanceof LakeliftError && error.place.column !== undefined) throw error;
      throw this.corrupt('not a page header', error);
    }
  }

  private startPage(fields: Fields): void {
    const type = fields.required(fields.int(1), 'type');
    const uncompressed = fields.required(fields.int(2), 'uncompressed size');
    const compressed = fields.required(fields.int(3), 'compressed size');
    if (compressed < 0 || this.seen + compressed > chunkRange(this.chunk).length) {
      throw this.corrupt('a page exceeds its chunk');
    }
    const details = readDetails(type, fields);
    const { values, plainBytes, isCompressed } = details;
    this.values += values;
    this.size = new PageSizeCheck({ compressed, uncompressed, plainBytes, isCompressed }, this.chunk.codec);
    const crc = fields.int(4);
    this.crc = crc === undefined ? undefined : { stated: crc >>> 0, actual: 0 };
    this.body = compressed;
    const { isDictionary, entries } = details;
    this.see({ isDictionary, values: details.values, entries, uncompressed, end: this.seen + compressed });
    if (compressed === 0) this.endPage();
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

/** One page of a chunk. */
export interface Page {
  readonly isDictionary: boolean;
  /** Of data, with nulls; 0 of a dictionary. */
  readonly values: number;
  /** Of a dictionary; 0 of data. */
  readonly entries: number;
  /** Bytes of its body once decompressed. */
  readonly uncompressed: number;
  /** Where its body ends, from the start of the chunk. */
  readonly end: number;
}

interface PageDetails {
  readonly isDictionary: boolean;
  readonly entries: number;
  /** Of data, with nulls. */
  readonly values: number;
  readonly plainBytes: number;
  readonly isCompressed: boolean;
}

/** The part of a header that its type names; what parquet.thrift requires there must be there, as other readers have it. */
function readDetails(type: number, fields: Fields): PageDetails {
  const need = (details: Fields, id: number): number => details.required(details.int(id), `field ${id}`);
  const none = { isDictionary: false, values: 0, entries: 0, plainBytes: 0, isCompressed: true };
  if (type === DATA_PAGE) {
    const page = fields.required(fields.struct(5, 'DataPageHeader'), 'data page header');
    for (const id of [2, 3, 4]) need(page, id);
    return { ...none, values: need(page, 1) };
  }
  if (type === DATA_PAGE_V2) {
    const page = fields.required(fields.struct(8, 'DataPageHeaderV2'), 'data page header');
    for (const id of [2, 3, 4]) need(page, id);
    const plainBytes = need(page, 5) + need(page, 6);
    return { ...none, values: need(page, 1), plainBytes, isCompressed: page.bool(7) ?? true };
  }
  if (type === DICTIONARY_PAGE) {
    const page = fields.required(fields.struct(7, 'DictionaryPageHeader'), 'dictionary page header');
    need(page, 2);
    return { ...none, isDictionary: true, entries: need(page, 1) };
  }
  return none;
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
