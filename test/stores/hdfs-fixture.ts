import { request } from 'node:http';
import { userInfo } from 'node:os';
import { openSource } from '../../stores/index.js';
import { makeDirectories } from '../services/webhdfs.js';
import type { SourceFixture } from './conformance.js';

/** Fills an HDFS over HTTP, with an encoding of its own so that it shares no mistake with the store. */
export class HdfsWriter {
  constructor(private readonly origin: string) {}

  async write(path: string, bytes: Uint8Array, blockSize?: number): Promise<void> {
    const block = blockSize === undefined ? '' : `&blocksize=${String(blockSize)}`;
    const { location } = await this.#send('PUT', this.#url(path, `CREATE&overwrite=true${block}`));
    // Of the redirect only the server and the question: Java composes the characters of its path.
    const to = new URL(location);
    await this.#send('PUT', `${to.origin}${new URL(this.#url(path, '')).pathname}${to.search}`, bytes);
  }

  async remove(path: string): Promise<void> {
    await this.#send('DELETE', this.#url(path, 'DELETE&recursive=true'));
  }

  async setPermission(path: string, mode: string): Promise<void> {
    await this.#send('PUT', this.#url(path, `SETPERMISSION&permission=${mode}`));
  }

  #url(path: string, operation: string): string {
    const encoded = [...Buffer.from(path)]
      .map((byte) => (/[a-z0-9/]/i.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hex(byte)))
      .join('');
    return `${this.origin}/webhdfs/v1/${encoded}?op=${operation}&user.name=${userInfo().username}`;
  }

  #send(method: string, url: string, body?: Uint8Array): Promise<{ location: string }> {
    return new Promise((resolve, reject) => {
      const length = body?.length ?? 0;
      const sent = request(url, { method, headers: { 'content-length': length } }, (reply) => {
        const status = reply.statusCode ?? 0;
        reply.resume();
        reply.once('end', () => {
          if (status < 400) resolve({ location: reply.headers.location ?? '' });
          else reject(new Error(`${method} ${url}: ${String(status)}`));
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }
}

const hex = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** A new directory of the HDFS at a webhdfs:// URL. */
export async function hdfsFixture(url: string, base: string): Promise<SourceFixture & { writer: HdfsWriter }> {
  const source = await openSource(url);
  const writer = new HdfsWriter(url.replace(/^webhdfs/, 'http'));
  return {
    source,
    base,
    writer,
    write: (path, bytes) => writer.write(path, bytes),
    makeDirectories: (parent, names) => makeDirectories(url, parent, names),
    remove: (path) => writer.remove(path),
    close: async () => {
      await writer.remove(base);
      await source.close();
    },
  };
}
