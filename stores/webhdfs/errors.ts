import { LakeliftError, type ErrorCode } from '../../errors/index.js';
import { Transient } from '../retry.js';

const TRANSIENT: ReadonlySet<string> = new Set([
  'StandbyException',
  'RetriableException',
  'BlockMissingException',
  'ConnectException',
  'NoRouteToHostException',
  'SocketTimeoutException',
  // A DataNode whose line to the NameNode broke, as after the NameNode was started again.
  'EOFException',
]);
const AUTH: ReadonlySet<string> = new Set([
  'AccessControlException',
  'AuthorizationException',
  'AuthenticationException',
  'InvalidToken',
  'SecurityException',
]);

const NEXT: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: 'check the path; a file that was just listed has been removed or renamed: run the command again',
  AUTH: 'give this user read access or name another by HADOOP_USER_NAME; with Kerberos set LAKELIFT_HDFS_TOKEN to a delegation token',
  UNREACHABLE: "check that the host and port are those of the NameNode's HTTP server (dfs.namenode.http-address)",
  IO: 'run the command again; if it persists, look at the log of the server named',
};

/** A RemoteException of WebHDFS, as far as it can be understood. */
interface Remote {
  readonly exception: string;
  readonly message: string;
}

function remoteException(body: string): Remote | undefined {
  try {
    const { RemoteException: remote } = JSON.parse(body) as { RemoteException?: Partial<Remote> };
    if (typeof remote?.exception !== 'string') return undefined;
    return { exception: remote.exception, message: String(remote.message ?? '').split('\n')[0] ?? '' };
  } catch {
    return undefined;
  }
}

/** The NameNode knows of none that has the block, or of none that was not excluded (NamenodeWebHdfsMethods.chooseDatanode, bestNode). */
const lacksDataNode = (remote: Remote): boolean =>
  /^(Failed to find datanode|No active nodes contain this block)/.test(remote.message);

function codeOf(status: number, remote: Remote | undefined): ErrorCode {
  if (remote?.exception === 'FileNotFoundException') return 'NOT_FOUND';
  if (remote && AUTH.has(remote.exception)) return 'AUTH';
  if (remote && lacksDataNode(remote)) return 'UNREACHABLE';
  if (status === 401 || (status === 403 && !remote)) return 'AUTH';
  // A 404 that no HDFS wrote comes from some other server, or from a NameNode's RPC port.
  if (status === 404 && !remote) return 'UNREACHABLE';
  return status >= 500 ? 'UNREACHABLE' : 'IO';
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  /** Host and port that answered. */
  readonly server: string;
  readonly file: string;
}

/** A reply other than 200 as an error that names the file, wrapped in `Transient` where another try may help. */
export function replyError({ status, body, server, file }: Reply): LakeliftError | Transient {
  const remote = remoteException(body);
  const code = codeOf(status, remote);
  const what = remote ? `${remote.exception}: ${remote.message}` : `HTTP status ${String(status)}`;
  const next = remote && lacksDataNode(remote) ? 'check that the DataNodes are running' : NEXT[code];
  const error = new LakeliftError(code, `${server} answered ${redacted(what)}`, { file, ...(next && { next }) });
  const passing = remote ? TRANSIENT.has(remote.exception) || lacksDataNode(remote) : status === 429;
  return passing || (status >= 500 && code === 'UNREACHABLE') ? new Transient(error) : error;
}

/** A connection that could not be made or broke. */
export function networkError(cause: unknown, server: string, file: string, dataNode?: string): Transient {
  const { code, message } = cause as NodeJS.ErrnoException;
  // Node's text for refused connections of a host with two addresses is empty; the code always says something.
  const why = redacted([code, message].filter(Boolean).join(': '));
  const next =
    dataNode === undefined
      ? NEXT.UNREACHABLE
      : 'check that this machine can resolve and reach the DataNodes by the names the NameNode gives them';
  const details = { file, cause, ...(next && { next }) };
  return new Transient(new LakeliftError('UNREACHABLE', `no whole answer from ${server}: ${why}`, details), dataNode);
}

/** Without the values of tokens, which servers and redirects may quote. */
function redacted(text: string): string {
  return text.replace(/((?:delegation|token|signature)=)[^&\s"']+/gi, '$1***');
}
