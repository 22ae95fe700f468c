import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/** One of the schemas in docs/schema. */
export interface PublishedSchema {
  /** Whether it takes a document, as a reader would check it. */
  readonly takes: (document: unknown) => boolean;
  /** What of a document it refuses or does not describe. */
  readonly undocumented: (document: unknown) => string[];
}

/** Reads a schema by its name, such as `verification`. */
export function publishedSchema(name: string): PublishedSchema {
  const file = new URL(`../../docs/schema/${name}.schema.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
  const takes = new Ajv().compile(schema);
  const describes = new Ajv({ allErrors: true }).compile(closed(schema) as object);
  return {
    takes,
    undocumented: (document) => {
      describes(document);
      return (describes.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
      );
    },
  };
}

/** The schema with every property it does not name forbidden: what is written must be documented. */
function closed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(closed);
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  return 'properties' in value && 'type' in value ? { ...inner, additionalProperties: false } : inner;
}
