import { userInfo } from 'node:os';
import webhdfs from 'webhdfs';
import type { Client } from 'webhdfs';

/** The npm client is right for this: writing small files of plain names. docs/webhdfs.md says what it is not right for. */
function client(web: string): Client {
  const { hostname, port } = new URL(web.replace('webhdfs:', 'http:'));
  return webhdfs.createClient({ user: userInfo().username, host: hostname, port, path: '/webhdfs/v1' });
}

const done = (work: (settle: (error: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    work((error) => {
      if (error) reject(error);
      else resolve();
    });
  });

/** Writes a whole file; `path` is absolute without its leading slash. */
export function putFile(web: string, path: string, bytes: Uint8Array): Promise<void> {
  return done((settle) => client(web).writeFile(`/${path}`, Buffer.from(bytes), settle));
}

/** Removes a file or a folder with all it holds. */
export function removeFile(web: string, path: string): Promise<void> {
  return done((settle) => client(web).unlink(`/${path}`, true, settle));
}

/** Makes empty directories under a parent. */
export async function makeDirectories(web: string, parent: string, names: readonly string[]): Promise<void> {
  for (const name of names) await done((settle) => client(web).mkdir(`/${parent}/${name}`, settle));
}
