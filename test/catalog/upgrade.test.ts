import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOG_SCHEMAS, SqliteCatalog, upgradeCatalog } from '../../catalog/index.js';
import type { Annotations, HivePartition } from '../../catalog/index.js';
import { everything } from './everything.js';
import { database, entryOf, partition } from './samples.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-upgrade-'));
  path = join(folder, 'catalog.db');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ANNOTATIONS: Annotations = {
  statistics: [{ column: 'id', type: 'bigint', kind: 'long', nulls: 1, distinct: 2, low: '-3', high: '4' }],
  constraints: [],
  notRead: [],
  grants: [
    {
      ...{ principal: 'ana', principalType: 'USER', privilege: 'SELECT', grantOption: true },
      ...{ grantor: 'root', grantorType: 'USER', createTime: 7 },
    },
  ],
};

function put(partitions: HivePartition[] = [partition('2024-01-01')]): string {
  const catalog = SqliteCatalog.open(path);
  try {
    return catalog.put(database, { ...entryOf(partitions), annotations: ANNOTATIONS });
  } finally {
    catalog.close();
  }
}

describe('a catalog that gets the tables of a later Metastore', () => {
  it.each(CATALOG_SCHEMAS.slice(1))('of %s, holds what it held, and takes more', async (schema) => {
    put();
    const before = await everything(`sqlite:${path}`);
    expect(upgradeCatalog(path, schema)).toBe('2.3');
    expect(await everything(`sqlite:${path}`)).toEqual(before);
    expect(put()).toBe('unchanged');
    expect(put([partition('2024-01-01'), partition('2024-01-02')])).toBe('replaced');
    expect(upgradeCatalog(path, schema)).toBe(schema);
  });

  it('goes on, not back', () => {
    put();
    expect([upgradeCatalog(path, '3.1'), upgradeCatalog(path, '4.0')]).toEqual(['2.3', '3.1']);
    expect(() => upgradeCatalog(path, '3.1')).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });

  it('is there, or is not made', () => {
    expect(() => upgradeCatalog(path, '3.1')).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });
});
