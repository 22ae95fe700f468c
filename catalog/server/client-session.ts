import type { Socket } from 'node:net';
import type { Sqlite } from '../sqlite/file.js';
import { Inbox } from '../thrift/inbox.js';
import { frameHeader } from '../thrift/message.js';
import { answerCall } from './dispatch.js';

/** Bytes of the largest call; a thousand partition names are about 50 KB. */
const MAX_CALL = 16 * 1024 * 1024;
/** Milliseconds a call may take to arrive, and an answer to be fetched. */
const STALL_MS = 60_000;

/**
 * Serves one client until it goes or sends what is no call. Calls are answered in turn; while an answer waits to be
 * fetched nothing more is read, so that a client that only asks cannot fill the memory.
 */
export function serveClient(socket: Socket, db: Sqlite, framed: boolean): void {
  const inbox = new Inbox(framed, MAX_CALL);
  // An error is the client's end; 'close' follows by itself.
  socket.on('error', () => socket.destroy());
  socket.on('timeout', () => socket.destroy());
  const answerAll = (): void => {
    try {
      for (let call = inbox.take(); call !== undefined; call = inbox.take()) {
        const answer = answerCall(call, db);
        if (answer !== undefined && !send(socket, answer.chunks(), framed ? answer.length : undefined)) {
          socket.pause();
          break;
        }
      }
    } catch {
      // Not a Thrift call: after this nothing in the stream has a known meaning.
      socket.destroy();
    }
    socket.setTimeout(inbox.partial || socket.writableLength > 0 ? STALL_MS : 0);
  };
  socket.on('data', (chunk: Buffer) => {
    inbox.add(chunk);
    answerAll();
  });
  socket.on('drain', () => {
    answerAll();
    if (!socket.writableNeedDrain) socket.resume();
  });
}

/** True when the client may be sent more at once. */
function send(socket: Socket, chunks: readonly Buffer[], frame: number | undefined): boolean {
  socket.cork();
  if (frame !== undefined) socket.write(frameHeader(frame));
  for (const chunk of chunks) socket.write(chunk);
  socket.uncork();
  return !socket.writableNeedDrain;
}
