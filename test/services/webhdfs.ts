import { once } from 'node:events';
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
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

/** Writes a whole file aside and moves it into place, as Hive and Spark do: readers see all of it or nothing. */
export async function landFile(web: string, path: string, bytes: Uint8Array): Promise<void> {
  const aside = path.replace(/[^/]+$/, (name) => `.${name}`);
  await putFile(web, aside, bytes);
  await done((settle) => client(web).rename(`/${aside}`, `/${path}`, settle));
}

/**
 * A file that is being written: its first bytes are sent, and it stays open until the function returned sends the others. HDFS shows the
 * length of its whole blocks, which are of 1 MiB.
 */
export async function openFile(
  web: string,
  path: string,
  first: Uint8Array,
): Promise<(rest: Uint8Array) => Promise<void>> {
  const { hostname, port } = new URL(web.replace('webhdfs:', 'http:'));
  const query = `op=CREATE&overwrite=true&blocksize=1048576&user.name=${userInfo().username}`;
  const asked = await answer(request({ hostname, port, method: 'PUT', path: `/webhdfs/v1/${path}?${query}` }).end());
  const sending = request(asked.headers.location!, { method: 'PUT' });
  const sent = answer(sending);
  await new Promise((resolve) => sending.write(first, resolve));
  return async (rest) => {
    sending.end(rest);
    const { statusCode } = await sent;
    if (statusCode !== 201) throw new Error(`HDFS answered ${String(statusCode)}`);
  };
}

/**
 * An operation that the npm client lacks, such as `CREATESNAPSHOT&snapshotname=s1`; `data` goes to where the NameNode sends it. Fails unless HDFS
 * does it.
 */
export async function operate(
  web: string,
  method: 'PUT' | 'POST' | 'DELETE',
  path: string,
  operation: string,
  data?: Uint8Array,
): Promise<void> {
  // DataNodes close their connections after each reply.
  const settings = { method, agent: false as const };
  const url = `${web.replace('webhdfs:', 'http:')}/webhdfs/v1/${path}?op=${operation}&user.name=${userInfo().username}`;
  let reply = await answer(request(url, settings).end());
  if (data !== undefined) reply = await answer(request(reply.headers.location!, settings).end(data));
  if (reply.statusCode !== 200) throw new Error(`HDFS answered ${operation} with ${String(reply.statusCode)}`);
}

async function answer(asked: ClientRequest): Promise<IncomingMessage> {
  const [message] = (await once(asked, 'response')) as [IncomingMessage];
  message.resume();
  return message;
}

/** Removes a file or a folder with all it holds. */
export function removeFile(web: string, path: string): Promise<void> {
  return done((settle) => client(web).unlink(`/${path}`, true, settle));
}

/** Makes empty directories under a parent. */
export async function makeDirectories(web: string, parent: string, names: readonly string[]): Promise<void> {
  for (const name of names) await done((settle) => client(web).mkdir(`/${parent}/${name}`, settle));
}
