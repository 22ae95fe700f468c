import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';
import { LakeliftError } from '../../errors/error.js';

type Compress = (bytes: Uint8Array) => Uint8Array;
interface Zstd {
  readonly zstdCompressSync: (bytes: Uint8Array, options: { params: Record<number, number> }) => Buffer;
  readonly constants: { readonly ZSTD_c_compressionLevel: number };
}
interface Package {
  readonly Encoder: new (level: number) => { encodeSync(bytes: Buffer): Buffer };
}

/** That of other writers of Parquet, where they are not told another. */
const LEVEL = 1;
let compress: Compress | undefined;

/** One Zstandard frame of the bytes. Throws NO_RESOURCES where neither Node nor the optional package can make one. */
export function compressZstd(bytes: Uint8Array): Uint8Array {
  compress ??= ofNode() ?? ofPackage();
  return compress(bytes);
}

/** Node has it from 22.15 on. */
function ofNode(): Compress | undefined {
  const { zstdCompressSync, constants } = zlib as unknown as Partial<Zstd>;
  if (zstdCompressSync === undefined) return undefined;
  const options = { params: { [constants!.ZSTD_c_compressionLevel]: LEVEL } };
  return (bytes) => zstdCompressSync(bytes, options);
}

function ofPackage(): Compress {
  try {
    const { Encoder } = createRequire(import.meta.url)('@toondepauw/node-zstd') as Package;
    const encoder = new Encoder(LEVEL);
    return (bytes) => encoder.encodeSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch (cause) {
    throw new LakeliftError('NO_RESOURCES', `there is no Zstandard for Node.js ${process.version} on this platform`, {
      next: 'use Node.js 22.15 or later, which has its own',
      cause,
    });
  }
}
