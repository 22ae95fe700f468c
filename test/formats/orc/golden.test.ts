import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { orcColumns } from '../../../formats/index.js';
import { plain } from '../values.js';
import type { Plain } from '../values.js';
import { decodeRows, openOrc } from './orc.js';

const GOLDEN = fileURLToPath(new URL('./golden/', import.meta.url));
const FILES = JSON.parse(readFileSync(`${GOLDEN}values.json`, 'utf8')) as Record<string, Record<string, Plain[]>>;

describe('files pyarrow wrote', () => {
  it.each(Object.entries(FILES))('%s', async (name, columns) => {
    const file = await openOrc(await readFile(GOLDEN + name));
    const fields = orcColumns(file.tail.schema);
    const rows = await decodeRows(file, fields);
    const values = fields.map((field, i) => [field.name, rows.map((row) => plain(row[i]!, field.type))]);
    expect(Object.fromEntries(values)).toEqual(columns);
  });
});
