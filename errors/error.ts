/** Exit codes of the command line; docs/exit-codes.md explains each. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  tablesFailed: 3,
  differences: 4,
  sourceChanged: 5,
  preflight: 6,
  regression: 7,
  locked: 11,
  interrupted: 130,
} as const;

/** Every stable error code with the exit code it leads to when it ends a run. */
export const ERROR_CODES = {
  USAGE: EXIT.usage,
  CONFIG_INVALID: EXIT.usage,
  PREFLIGHT: EXIT.preflight,
  AUTH: EXIT.preflight,
  UNREACHABLE: EXIT.preflight,
  TABLE_UNKNOWN: EXIT.preflight,
  NO_SPACE: EXIT.tablesFailed,
  NO_RESOURCES: EXIT.tablesFailed,
  NOT_FOUND: EXIT.tablesFailed,
  IO: EXIT.tablesFailed,
  CHECKSUM: EXIT.tablesFailed,
  CORRUPT: EXIT.tablesFailed,
  REFUSED: EXIT.tablesFailed,
  TARGET_FOREIGN: EXIT.tablesFailed,
  COMMIT_CONFLICT: EXIT.tablesFailed,
  SOURCE_CHANGED: EXIT.sourceChanged,
  DIFFERENCES: EXIT.differences,
  LOCKED: EXIT.locked,
  INTERRUPTED: EXIT.interrupted,
  INTERNAL: EXIT.unexpected,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Where something went wrong; only known parts are set. */
export interface ErrorPlace {
  readonly table?: string;
  readonly partition?: string;
  readonly column?: string;
  /** A path or URL without credentials. */
  readonly file?: string;
  /** Byte offset within `file`. */
  readonly offset?: number;
}

export interface ErrorDetails extends ErrorPlace {
  /** What the user should do or run next. */
  readonly next?: string;
  readonly cause?: unknown;
}

/** The one error class: a stable code, what happened, where, why (`cause`) and the next step. */
export class LakeliftError extends Error {
  readonly code: ErrorCode;
  readonly place: ErrorPlace;
  readonly next: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const { next, cause, ...place } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LakeliftError';
    this.code = code;
    this.place = place;
    this.next = next;
  }

  get exitCode(): number {
    return ERROR_CODES[this.code];
  }

  /** The same error with further knowledge of its place; places already known win. */
  at(place: ErrorPlace): LakeliftError {
    const details: ErrorDetails = { ...place, ...this.place, cause: this.cause };
    return new LakeliftError(
      this.code,
      this.message,
      this.next === undefined ? details : { ...details, next: this.next },
    );
  }

  /** One line for people: code, message, place and next step. */
  describe(): string {
    const where = Object.entries(this.place).map(([key, value]) => `${key}=${String(value)}`);
    const place = where.length > 0 ? ` [${where.join(' ')}]` : '';
    return `${this.code}: ${this.message}${place}${this.next === undefined ? '' : `\n  next: ${this.next}`}`;
  }

  /** A form that survives a worker thread's structured clone and JSON. */
  toJSON(): SerializedError {
    return {
      code: this.code,
      message: this.message,
      place: this.place,
      ...(this.next === undefined ? {} : { next: this.next }),
    };
  }

  static fromJSON(json: SerializedError): LakeliftError {
    return new LakeliftError(json.code, json.message, json.next ? { ...json.place, next: json.next } : json.place);
  }
}

export interface SerializedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly place: ErrorPlace;
  readonly next?: string;
}

/** A thrown value to throw on: a `LakeliftError` with further knowledge of its place, anything else as it is. */
export function placed(error: unknown, place: ErrorPlace): unknown {
  return error instanceof LakeliftError ? error.at(place) : error;
}

/** Any thrown value as a `LakeliftError`; what is unknown becomes INTERNAL with its message kept. */
export function toLakeliftError(error: unknown): LakeliftError {
  if (error instanceof LakeliftError) return error;
  return new LakeliftError('INTERNAL', error instanceof Error ? error.message : String(error), { cause: error });
}
