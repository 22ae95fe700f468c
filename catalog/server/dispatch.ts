import { TBinaryProtocol, TBufferedTransport, Thrift } from 'thrift';
import type { Sqlite } from '../sqlite/file.js';
import { i32, struct, text } from '../thrift/codec.js';
import { MalformedMessage } from '../thrift/message-end.js';
import { BadArguments, HiveException } from './failure.js';
import { METHODS } from './methods/index.js';
import { AnswerTooLarge, Output } from './output.js';

const exceptionBody = struct({ message: { id: 1, codec: text } });
const applicationException = struct({ message: { id: 1, codec: text }, type: { id: 2, codec: i32 } });
/** The kinds of TApplicationException used here. */
const APPLICATION = { unknownMethod: 1, internalError: 6, protocolError: 7 } as const;

const byName = new Map(METHODS.map((method) => [method.name, method]));

/**
 * Answers one whole call, all of it from one state of the database; undefined when the call wants no answer.
 * Throws MalformedMessage for what is not a call.
 */
export function answerCall(message: Buffer, db: Sqlite): Output | undefined {
  const input = protocolOver(message);
  const { fname, mtype, rseqid } = input.readMessageBegin();
  // Old-style messages give the name as bytes.
  const name = String(fname);
  if (mtype === Thrift.MessageType.ONEWAY) return undefined;
  if (mtype !== Thrift.MessageType.CALL) throw new MalformedMessage(`a message of type ${String(mtype)}`);
  const method = byName.get(name);
  if (method === undefined) {
    return applicationFailure(name, rseqid, APPLICATION.unknownMethod, `Invalid method name: '${name}'`);
  }
  const output = new Output();
  try {
    output.writeMessageBegin(name, Thrift.MessageType.REPLY, rseqid);
    db.transaction(() => method.serve(input, output, db))();
    output.writeFieldStop();
    return output;
  } catch (error) {
    if (error instanceof BadArguments) {
      return applicationFailure(name, rseqid, APPLICATION.protocolError, `${name}: ${error.message}`);
    }
    const failure = asHiveException(error);
    return (
      declaredFailure(name, rseqid, method.exceptions, failure) ??
      applicationFailure(name, rseqid, APPLICATION.internalError, failure.message)
    );
  }
}

function protocolOver(message: Buffer): TBinaryProtocol {
  const holder: { transport?: TBufferedTransport } = {};
  TBufferedTransport.receiver((transport) => (holder.transport = transport), 0)(message);
  return new TBinaryProtocol(holder.transport!);
}

function asHiveException(error: unknown): HiveException {
  if (error instanceof HiveException) return error;
  if (error instanceof AnswerTooLarge) {
    return new HiveException('Meta', 'the answer is too large: ask for names first, then for partitions by names');
  }
  return new HiveException('Meta', error instanceof Error ? error.message : String(error));
}

/** The exception as the method declares it; one that it does not declare goes as MetaException. */
function declaredFailure(
  name: string,
  sequence: number,
  exceptions: Readonly<Record<number, HiveException['kind']>>,
  failure: HiveException,
): Output | undefined {
  const declared = Object.entries(exceptions);
  const [id] = declared.find(([, kind]) => kind === failure.kind) ?? declared.find(([, kind]) => kind === 'Meta') ?? [];
  if (id === undefined) return undefined;
  const output = new Output();
  output.writeMessageBegin(name, Thrift.MessageType.REPLY, sequence);
  output.writeFieldBegin('failure', Thrift.Type.STRUCT, Number(id));
  exceptionBody.write(output, { message: failure.message });
  output.writeFieldStop();
  return output;
}

function applicationFailure(name: string, sequence: number, type: number, message: string): Output {
  const output = new Output();
  output.writeMessageBegin(name, Thrift.MessageType.EXCEPTION, sequence);
  applicationException.write(output, { message, type });
  return output;
}
