/**
 * Runs `work` over items, at most `limit` at a time, and returns the results in the order of the items. After a failure nothing new is
 * started; the first error is thrown once what was under way has ended, so that no work goes on behind the caller's back.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let failure: { error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (next < items.length && failure === undefined) {
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, lane));
  if (failure !== undefined) throw failure.error;
  return results;
}

/**
 * Yields `work(item)` in the order of the items, up to `limit` of them under way ahead of the reader. When one fails, or the reader
 * stops, no further item is begun.
 */
export async function* readAhead<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const ahead: Promise<R>[] = [];
  let next = 0;
  for (;;) {
    while (next < items.length && ahead.length < limit) {
      const result = work(items[next++]!);
      // Its failure is thrown when its turn comes.
      result.catch(() => undefined);
      ahead.push(result);
    }
    const first = ahead.shift();
    if (first === undefined) return;
    yield await first;
  }
}
