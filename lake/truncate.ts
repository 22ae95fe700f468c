/** Characters (code points) that Paimon keeps of a string minimum or maximum: metadata.stats-mode truncate(16). */
const CHARACTERS = 16;
const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** A lower bound of at most 16 characters; undefined when the bytes are not UTF-8. */
export function truncatedMin(bytes: Uint8Array): Uint8Array | undefined {
  const characters = decode(bytes);
  return characters === undefined ? undefined : encode(characters.slice(0, CHARACTERS));
}

/**
 * An upper bound of at most 16 characters: as is when it fits, else cut with its last character that has a successor moved to it.
 * Undefined when the bytes are not UTF-8 or every kept character is the last one there is.
 */
export function truncatedMax(bytes: Uint8Array): Uint8Array | undefined {
  const characters = decode(bytes);
  if (characters === undefined) return undefined;
  if (characters.length <= CHARACTERS) return bytes;
  for (let index = CHARACTERS - 1; index >= 0; index--) {
    const point = characters[index]!.codePointAt(0)!;
    if (point === LAST_CODE_POINT) continue;
    const next = point + 1 === FIRST_SURROGATE ? AFTER_SURROGATES : point + 1;
    return encode([...characters.slice(0, index), String.fromCodePoint(next)]);
  }
  return undefined;
}

function decode(bytes: Uint8Array): string[] | undefined {
  try {
    return [...new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)];
  } catch {
    return undefined;
  }
}

function encode(characters: readonly string[]): Uint8Array {
  return new TextEncoder().encode(characters.join(''));
}
