const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text safe inside HTML and XML 1.0 elements and quoted attributes. Characters XML 1.0 forbids (most control characters, lone
 * surrogates) become U+FFFD, and characters that reverse the direction of text are shown by number, so that a hostile name can
 * neither break the document nor disguise itself.
 */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase()}]`)
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
