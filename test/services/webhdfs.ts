import { userInfo } from 'node:os';
import WebHDFS from 'webhdfs';

interface WebHdfsClient {
  writeFile(path: string, data: Buffer, done: (error: Error | null) => void): void;
  unlink(path: string, recursive: boolean, done: (error: Error | null) => void): void;
}

/** The npm client is right for this: writing small files of plain names. docs/webhdfs.md says what it is not right for. */
function client(web: string): WebHdfsClient {
  const { hostname, port } = new URL(web.replace('webhdfs:', 'http:'));
  return WebHDFS.createClient({
    user: userInfo().username,
    host: hostname,
    port: Number(port),
    path: '/webhdfs/v1',
  }) as WebHdfsClient;
}

const done = (work: (settle: (error: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    work((error) => (error === null || error === undefined ? resolve() : reject(error)));
  });

/** Writes a whole file; `path` is absolute without its leading slash. */
export function putFile(web: string, path: string, bytes: Uint8Array): Promise<void> {
  return done((settle) => client(web).writeFile(`/${path}`, Buffer.from(bytes), settle));
}

/** Removes a file or a folder with all it holds. */
export function removeFile(web: string, path: string): Promise<void> {
  return done((settle) => client(web).unlink(`/${path}`, true, settle));
}
