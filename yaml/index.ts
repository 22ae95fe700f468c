import { parseDocument } from 'yaml';

/**
 * The value of a YAML text; throws what is wrong with it. An unknown tag is an error: a pattern such as `!sales.tmp_*` without quotes is
 * one, and would be lost.
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong?.code === 'TAG_RESOLVE_FAILED') {
    throw new Error(`put quotes around a value that begins with an exclamation mark. ${wrong.message}`);
  }
  if (wrong !== undefined) throw wrong;
  return document.toJS();
}
