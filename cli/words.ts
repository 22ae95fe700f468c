/** A line in words as a shell takes it apart: blanks part, quotes of either kind keep together, a backslash keeps the next character. */
export function parseWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"\\])+/gs)) {
    words.push(
      word.replace(/\\(.)|'([^']*)'|"((?:\\.|[^"\\])*)"/gs, (_, kept?: string, single?: string, double?: string) => {
        return kept ?? single ?? (double ?? '').replace(/\\(.)/gs, '$1');
      }),
    );
  }
  return words;
}

/** The items of a list with commas between, without the blanks around them. */
export function parseList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
