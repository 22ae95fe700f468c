/** A URL or any text with URLs, with user names and passwords before `@` and query parameters that look secret removed. */
export function redact(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/"'<>]+@/gi, '$1***@')
    .replace(/([?&](?:delegation|token|password|secret|signature|x-amz-[a-z-]+)=)[^&\s'"]+/gi, '$1***');
}
