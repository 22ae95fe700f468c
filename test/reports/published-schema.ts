import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const schema = JSON.parse(
  readFileSync(new URL('../../docs/schema/verification.schema.json', import.meta.url), 'utf8'),
) as object;

/** The schema with every property it does not name forbidden: what is written must be documented. */
function closed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(closed);
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  return 'properties' in value && 'type' in value ? { ...inner, additionalProperties: false } : inner;
}

const validateClosed = new Ajv({ allErrors: true }).compile(closed(schema) as object);

/** Whether the published schema takes a document, as a reader would check it. */
export const takenBySchema = new Ajv().compile(schema);

/** What of a document the published schema refuses or does not describe. */
export function undocumented(document: unknown): string[] {
  validateClosed(document);
  return (validateClosed.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
