import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before an S3 server that keeps the first request of one kind waiting. */
export interface HoldingProxy {
  readonly endpoint: string;
  /** Resolves when that request has come. */
  readonly held: Promise<void>;
  /** Lets it go on. */
  release(): void;
  close(): Promise<void>;
}

/** Starts one; what `isHeld` tells of methods, paths and sources of copies is kept. Signatures stay right, as nothing of a request is changed. */
export async function startHoldingProxy(
  endpoint: string,
  isHeld: (method: string, path: string, copySource: string | undefined) => boolean,
): Promise<HoldingProxy> {
  const { hostname, port } = new URL(endpoint);
  let [tell, release] = [() => {}, () => {}];
  const held = new Promise<void>((resolve) => (tell = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const http = createServer((asked, reply) => {
    const { method = '', url: path = '', headers } = asked;
    const forward = (): void => {
      const onward = request({ hostname, port, method, path, headers }, (answer) => {
        reply.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(reply);
      });
      onward.once('error', () => reply.destroy());
      asked.pipe(onward);
    };
    const source = headers['x-amz-copy-source'];
    if (!isHeld(method, path, Array.isArray(source) ? source[0] : source)) forward();
    else {
      tell();
      void released.then(forward);
    }
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  const address = http.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${String(address.port)}`, held, release, close };
}
