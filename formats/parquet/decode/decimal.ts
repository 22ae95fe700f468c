import type { DataType } from '../../types.js';
import { doesNotFit } from './leaf.js';

/** Turns unscaled values of one scale into those of `type`. Throws REFUSED when digits would be lost or the precision exceeded. */
export function decimalConverter(scale: number, type: DataType & { kind: 'DECIMAL' }): (unscaled: bigint) => bigint {
  const limit = 10n ** BigInt(type.precision);
  const shift = type.scale - scale;
  const factor = 10n ** BigInt(Math.abs(shift));
  if (shift === 0) {
    return (unscaled) => {
      if (unscaled >= limit || unscaled <= -limit) throw doesNotFit(decimalText(unscaled, scale), type);
      return unscaled;
    };
  }
  return (unscaled) => {
    const value = shift >= 0 ? unscaled * factor : unscaled / factor;
    if (shift < 0 && value * factor !== unscaled) throw doesNotFit(decimalText(unscaled, scale), type);
    if (value >= limit || value <= -limit) throw doesNotFit(decimalText(unscaled, scale), type);
    return value;
  };
}

/** An unscaled value as people write it. */
function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return unscaled < 0n ? `-${text}` : text;
}
