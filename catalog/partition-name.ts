const MUST_ESCAPE = /[\u0001-\u001f"#%'*/:=?\\\u007f{[\]^]/g;

/** What Hive writes for a NULL or empty partition value. */
export const DEFAULT_PARTITION = '__HIVE_DEFAULT_PARTITION__';

/** One path part as Hive escapes it: `%XX` for the characters of Hive's `FileUtils.escapePathName`. */
function escapePathPart(text: string): string {
  if (text === '') return DEFAULT_PARTITION;
  return text.replace(MUST_ESCAPE, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** A path part as Hive's `FileUtils.unescapePathName` reads it: each %XX is one character, anything else stays. */
export function unescapePathPart(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The metastore's PART_NAME, e.g. `dt=2024-01-01/hr=3`; keys are lower-cased as Hive's `makePartName` does. */
export function partitionName(keys: readonly string[], values: readonly string[]): string {
  return keys
    .map((key, index) => `${escapePathPart(key.toLowerCase())}=${escapePathPart(values[index] ?? '')}`)
    .join('/');
}

/** The values of a partition name by key; parts without `=` say nothing. */
export function partitionSpec(name: string): Map<string, string> {
  const parts = name.split('/').flatMap((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [] : [[unescapePathPart(part.slice(0, at)), unescapePathPart(part.slice(at + 1))] as const];
  });
  return new Map(parts);
}
