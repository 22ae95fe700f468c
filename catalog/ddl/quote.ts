/** A name in backticks, as Hive, Spark, Paimon and StarRocks read it. */
export const quotedName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** `database`.`table` in backticks. */
export const quotedTable = ({ database, name }: { readonly database: string; readonly name: string }): string =>
  `${quotedName(database)}.${quotedName(name)}`;

const LETTERS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text in single quotes, as Hive and Spark read it. Semicolons and double quotes get a backslash, too: the command line of Hive ends
 * statements at a semicolon within quotes (1.x), or takes a double quote for the beginning of another text (2.x).
 */
export function quotedText(text: string): string {
  const escaped = text.replace(/[\\';"]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, (character) => {
    return LETTERS[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `'${escaped}'`;
}

/** `'k' = 'v'` of every entry, one a line, in parentheses. */
export function quotedEntries(entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(([key, value]) => `  ${quotedText(key)} = ${quotedText(value)}`);
  return `(\n${lines.join(',\n')})`;
}

/** Items one a line, in parentheses. */
export const inLines = (items: readonly string[]): string => `(\n${items.map((item) => `  ${item}`).join(',\n')})`;

/** The lines of a statement without those that are empty, ended by a semicolon. */
export const statement = (...lines: readonly string[]): string =>
  `${lines.filter((line) => line !== '').join('\n')};\n`;
