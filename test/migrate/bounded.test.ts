import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapBounded, readAhead } from '../../migrate/bounded.js';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Work that takes the longer the earlier its item, and counts how much of it is under way. */
function counting() {
  const seen = { now: 0, most: 0, begun: 0 };
  const work = async (item: number): Promise<number> => {
    seen.begun += 1;
    seen.most = Math.max(seen.most, ++seen.now);
    await sleep(20 - item);
    seen.now -= 1;
    return item;
  };
  return { seen, work };
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe('mapBounded', () => {
  it('keeps order and bound', async () => {
    const { seen, work } = counting();
    expect(await mapBounded(numbers(20), 4, work)).toEqual(numbers(20));
    expect(seen.most).toBe(4);
  });

  it('starts nothing new after a failure and waits for what is under way', async () => {
    const { seen, work } = counting();
    const failing = async (item: number) => (item === 3 ? Promise.reject(new Error('three')) : work(item));
    await expect(mapBounded(numbers(20), 4, failing)).rejects.toThrow('three');
    expect(seen.now).toBe(0);
    expect(seen.begun).toBeLessThan(8);
  });
});

describe('readAhead', () => {
  it('keeps order and bound', async () => {
    const { seen, work } = counting();
    expect(await all(readAhead(numbers(20), 4, work))).toEqual(numbers(20));
    expect(seen.most).toBe(4);
  });

  it('yields what came before a failure and begins nothing after it', async () => {
    const { seen, work } = counting();
    const failing = async (item: number) => (item === 3 ? Promise.reject(new Error('three')) : work(item));
    const found: number[] = [];
    const reading = async () => {
      for await (const value of readAhead(numbers(20), 2, failing)) found.push(value);
    };
    await expect(reading()).rejects.toThrow('three');
    expect(found).toEqual([0, 1, 2]);
    expect(seen.begun).toBeLessThan(6);
  });
});
