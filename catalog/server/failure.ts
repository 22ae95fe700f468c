import type { DeclaredException } from '../thrift/methods.js';

/** An exception of the Metastore's interface; it is sent as the one the method declares, with the message as it is. */
export class HiveException extends Error {
  readonly kind: DeclaredException;

  constructor(kind: DeclaredException, message: string) {
    super(message);
    this.name = `${kind}Exception`;
    this.kind = kind;
  }
}

/** The call's arguments make no sense; it is answered with a protocol error. */
export class BadArguments extends Error {}

/** The value of an argument the method cannot do without. Throws BadArguments. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new BadArguments(`${name} is missing`);
  return value;
}
