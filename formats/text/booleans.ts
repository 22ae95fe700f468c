import type { FieldReader } from './reader.js';

/**
 * BOOLEAN: `true` and `false` in any case, everything else is null. That Hive takes `1`, `t` and the like too
 * (hive.lazysimple.extended_boolean_literal) is a setting of sessions, off by default, and no property of the table.
 * Source: org.apache.hadoop.hive.serde2.lazy.LazyBoolean.
 */
export const booleanReader: FieldReader = (bytes, from, to) => {
  if (spells(bytes, from, to, 'TRUE')) return true;
  return spells(bytes, from, to, 'FALSE') ? false : null;
};

function spells(bytes: Buffer, from: number, to: number, word: string): boolean {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) if ((bytes[from + i]! & 0xdf) !== word.charCodeAt(i)) return false;
  return true;
}
