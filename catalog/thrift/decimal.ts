import type { ThriftDecimal } from './annotation-structs.js';

/** A decimal as text, as BigDecimal.toPlainString writes those with a scale of 0 or more; others keep an exponent. */
export function decimalText({ unscaled = Buffer.alloc(1), scale = 0 }: ThriftDecimal): string {
  const digits = BigInt.asIntN(unscaled.length * 8, BigInt(`0x${unscaled.toString('hex') || '0'}`));
  if (scale <= 0) return scale === 0 ? String(digits) : `${String(digits)}E+${String(-scale)}`;
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** The text as `new BigDecimal(text)` takes it apart; the number in as few bytes as it needs. */
export function thriftDecimal(text: string): ThriftDecimal {
  const [mantissa = '', exponent = '0'] = text.split(/e/i);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const value = BigInt(whole + fraction);
  let bytes = 1;
  while (BigInt.asIntN(bytes * 8, value) !== value) bytes += 1;
  const hex = BigInt.asUintN(bytes * 8, value)
    .toString(16)
    .padStart(bytes * 2, '0');
  return { unscaled: Buffer.from(hex, 'hex'), scale: fraction.length - Number(exponent) };
}
