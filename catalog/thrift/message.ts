import { TBinaryProtocol, TBufferedTransport, Thrift } from 'thrift';
import type { Codec } from './codec.js';
import { i32, struct, text } from './codec.js';
import { Input } from './input.js';
import type { DeclaredException, Method } from './methods.js';

/** The Metastore answered with an exception; `kind` is what the call's IDL declares, or that the method is unknown. */
export class RemoteException extends Error {
  readonly kind: DeclaredException | 'UnknownMethod' | 'Other';

  constructor(kind: RemoteException['kind'], message: string) {
    super(message);
    this.name = 'RemoteException';
    this.kind = kind;
  }
}

/** The answer is not one to this call, or not the Thrift binary protocol. */
export class ProtocolError extends Error {}

const UNKNOWN_METHOD = 1;
const exceptionBody = struct({ message: { id: 1, codec: text } });
const applicationException = struct({ message: { id: 1, codec: text }, type: { id: 2, codec: i32 } });

/** The length that goes before a message of framed transport. */
export function frameHeader(length: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeInt32BE(length);
  return header;
}

/** One call as bytes, without a frame, strict binary protocol. */
export function encodeCall<A, R>(method: Method<A, R>, args: A, sequence: number): Buffer {
  return encodeMessage(method.name, Thrift.MessageType.CALL, sequence, (protocol) => method.args.write(protocol, args));
}

/** A message of any type; `body` writes its struct. */
export function encodeMessage(
  name: string,
  type: Thrift.MessageType,
  sequence: number,
  body: (protocol: TBinaryProtocol) => void,
): Buffer {
  let bytes: Buffer = Buffer.alloc(0);
  const transport = new TBufferedTransport(undefined, (message) => {
    bytes = message ?? bytes;
  });
  const protocol = new TBinaryProtocol(transport);
  protocol.writeMessageBegin(name, type, sequence);
  body(protocol);
  protocol.writeMessageEnd();
  protocol.flush();
  return bytes;
}

/**
 * The result of a call from the bytes of a whole answer. Throws RemoteException when the server answered with one, ProtocolError when
 * the answer makes no sense.
 */
export function decodeReply<A, R>(answer: Buffer, method: Method<A, R>, sequence: number): R {
  const protocol = new Input(answer);
  const { mtype, rseqid } = protocol.readMessageBegin();
  if (rseqid !== sequence) {
    throw new ProtocolError(`the answer has sequence ${String(rseqid)} instead of ${String(sequence)}`);
  }
  if (mtype === Thrift.MessageType.EXCEPTION) {
    const { message, type } = applicationException.read(protocol);
    throw new RemoteException(type === UNKNOWN_METHOD ? 'UnknownMethod' : 'Other', message ?? 'no message');
  }
  return readResult(protocol, method.result, method.exceptions, method.name);
}

/** A result struct has the value as field 0, or one exception under its own id. */
function readResult<R>(
  protocol: TBinaryProtocol,
  result: Codec<R>,
  exceptions: Readonly<Record<number, DeclaredException>>,
  name: string,
): R {
  let found: { value: R } | undefined;
  let failure: RemoteException | undefined;
  for (;;) {
    const { ftype, fid } = protocol.readFieldBegin();
    if (ftype === Thrift.Type.STOP) break;
    if (fid === 0 && ftype === result.wire) found = { value: result.read(protocol) };
    else if (fid !== 0 && ftype === Thrift.Type.STRUCT) {
      const { message } = exceptionBody.read(protocol);
      failure = new RemoteException(exceptions[fid] ?? 'Other', message ?? `${name} failed without a message`);
    } else protocol.skip(ftype);
  }
  if (failure !== undefined) throw failure;
  if (found === undefined && result.wire === Thrift.Type.VOID) return undefined as R;
  if (found === undefined) throw new ProtocolError(`${name} returned neither a result nor an exception`);
  return found.value;
}
