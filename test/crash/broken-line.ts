import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** How a connection goes bad: it is reset, ended as if all had been said, or goes quiet for ever. */
export type Break = 'reset' | 'end' | 'stall';

export interface BrokenLine {
  readonly port: number;
  /** Bytes the server has sent in all since `breakAt`. */
  readonly sent: number;
  /** Lets so many bytes of the server pass, over all connections, and then breaks this and the next connections, `times` in all. */
  breakAt(byte: number, how: Break, times: number): void;
  close(): Promise<void>;
}

/** A TCP line to a server on this machine that breaks where it is told to. */
export async function startBrokenLine(server: number): Promise<BrokenLine> {
  let [sent, at, how, left]: [number, number, Break, number] = [0, Infinity, 'end', 0];
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    const behind = connect(server, '127.0.0.1');
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    }
    client.pipe(behind);
    client.once('close', () => behind.destroy());
    behind.once('end', () => client.end());
    behind.on('data', (chunk: Buffer) => {
      const room = at - sent;
      sent += chunk.length;
      if (left === 0 || chunk.length <= room) return void client.write(chunk);
      left -= 1;
      behind.removeAllListeners('data').pause();
      client.write(chunk.subarray(0, Math.max(0, room)), () => {
        if (how === 'reset') client.resetAndDestroy();
        if (how === 'end') client.end();
      });
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const bound = listener.address();
  return {
    port: typeof bound === 'object' ? (bound?.port ?? 0) : 0,
    get sent() {
      return sent;
    },
    breakAt(byte, next, times) {
      [sent, at, how, left] = [0, byte, next, times];
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
