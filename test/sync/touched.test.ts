import { describe, expect, it } from 'vitest';
import { Touched } from '../../sync/touched.js';

const T = 'wh/t';
const touched = (...changes: ConstructorParameters<typeof Touched>[0]): string[] => {
  const found = new Touched(changes);
  return ['y=1/m=1', 'y=1/m=2', 'y=2/m=1', 'y=2/m=11'].filter((directory) => found.has(`${T}/${directory}`));
};

describe('directories that changes concern', () => {
  it('are those of files that came, went, or were written to', () => {
    expect(touched({ kind: 'CREATE', path: `${T}/y=1/m=1/f` })).toEqual(['y=1/m=1']);
    expect(touched({ kind: 'DELETE', path: `${T}/y=2/m=1/f` })).toEqual(['y=2/m=1']);
    expect(touched({ kind: 'MODIFY', path: `${T}/y=2/m=1/f` })).toEqual(['y=2/m=1']);
    expect(touched({ kind: 'CREATE', path: `${T}/y=1/m=2/below/f` })).toEqual(['y=1/m=2']);
  });

  it('are all below a directory that came, went or was moved, and none below one whose entries changed', () => {
    expect(touched({ kind: 'MODIFY', path: T }, { kind: 'MODIFY', path: `${T}/y=1` })).toEqual([]);
    expect(touched({ kind: 'CREATE', path: `${T}/y=1` })).toEqual(['y=1/m=1', 'y=1/m=2']);
    expect(touched({ kind: 'RENAME', path: `${T}/y=1`, target: `${T}/y=2` })).toHaveLength(4);
    expect(touched({ kind: 'RENAME', path: `${T}/other/f`, target: `${T}/y=2/m=11/f` })).toEqual(['y=2/m=11']);
  });

  it('are all where a change is of an unknown kind', () => {
    expect(touched({ kind: 'SWAP', path: T })).toHaveLength(4);
  });
});
