import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withinFolder } from '../../stores/index.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lakelift-within-'));
  await mkdir(join(root, 'lake/a'), { recursive: true });
  await mkdir(join(root, 'lake-2'));
  await mkdir(join(root, 'out'));
  await symlink(join(root, 'lake'), join(root, 'link'));
  await symlink(join(root, 'lake/a'), join(root, 'out/dt=1'));
  await symlink(join(root, 'out'), join(root, 'lake/away'));
});

afterAll(() => rm(root, { recursive: true }));

it.each([
  ['lake', true],
  ['lake/a', true],
  ['lake/new/folders', true],
  ['link', true],
  ['link/a', true],
  ['link/new', true],
  ['out/dt=1', true],
  ['out/dt=1/new', true],
  ['out/../lake/a', true],
  ['lake-2', false],
  ['lak', false],
  ['out', false],
  ['out/dt=2', false],
  ['lake/away', false],
  ['lake/away/dt=2', false],
  ['lake/..', false],
  ['', false],
])('%s is within the lake: %s, named by its path and by a link, asked first and after others', (path, expected) => {
  for (const outer of ['lake', 'link']) {
    const isWithin = withinFolder(join(root, outer));
    const inner = `${root}/${path}`;
    expect(isWithin(inner)).toBe(expected);
    for (let i = 0; i < 300; i++) isWithin(`${root}/out/p=${String(i)}/q`);
    isWithin(`${root}/out/dt=9`);
    isWithin(`${root}/lake/a/b`);
    expect(isWithin(inner)).toBe(expected);
  }
  expect(withinFolder('/')('/')).toBe(true);
});
