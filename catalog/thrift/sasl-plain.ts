import type { Socket } from 'node:net';

/** Name and password of a login by SASL PLAIN. */
export interface PlainLogin {
  readonly user: string;
  /** Servers that check none want one that is not empty. */
  readonly password: string;
}

/** The server's words against a login. */
export class LoginRefused extends Error {}

/** Statuses of a negotiation message (Thrift's TSaslTransport.NegotiationStatus). */
const STATUS = { start: 1, ok: 2, complete: 5 } as const;
const HEADER = 5;
/** Bytes of an answer that is no negotiation's. */
const MAX_MESSAGE = 1024 * 1024;

/**
 * Logs in as Thrift's SASL transport does it with PLAIN (RFC 4616): the mechanism, then name and password, each in a message of a status, a length and
 * its bytes. Afterwards every message has a frame. Throws LoginRefused, or Error when the server ends the connection or speaks otherwise.
 */
export function loginPlain(socket: Socket, { user, password }: PlainLogin): Promise<void> {
  socket.write(message(STATUS.start, Buffer.from('PLAIN')));
  socket.write(message(STATUS.ok, Buffer.from(`\0${user}\0${password}`)));
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const end = (error?: Error): void => {
      socket.off('data', onData).off('error', end).off('close', onClose);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onClose = (): void => end(new Error('the server ended the connection during the login'));
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      if (received.length < HEADER) return;
      const [status, length] = [received[0]!, received.readUInt32BE(1)];
      if (length > MAX_MESSAGE) return end(new Error('the server does not answer as SASL does'));
      if (received.length < HEADER + length) return;
      if (status === STATUS.complete) return end();
      end(new LoginRefused(received.toString('utf8', HEADER, HEADER + length) || `status ${String(status)}`));
    };
    socket.on('data', onData).once('error', end).once('close', onClose);
  });
}

function message(status: number, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(status);
  header.writeUInt32BE(body.length, 1);
  return Buffer.concat([header, body]);
}
