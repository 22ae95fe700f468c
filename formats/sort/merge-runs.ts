import type { SortRecord } from './sorter.js';

/** What gives records in order. */
export interface RecordSource {
  next(): SortRecord | undefined;
}

interface Head {
  record: SortRecord;
  readonly source: RecordSource;
}

/** Merges runs of records in order into one, by a binary heap of their first records. Records of equal keys come in any order. */
export function* mergeRuns(sources: readonly RecordSource[]): Generator<SortRecord> {
  const heap: Head[] = [];
  for (const source of sources) {
    const record = source.next();
    if (record !== undefined) heap.push({ record, source });
  }
  for (let index = (heap.length >> 1) - 1; index >= 0; index--) siftDown(heap, index);
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    yield first.record;
    const record = first.source.next();
    if (record !== undefined) first.record = record;
    else {
      const last = heap.pop()!;
      if (last !== first) heap[0] = last;
    }
    siftDown(heap, 0);
  }
}

function siftDown(heap: Head[], from: number): void {
  const moved = heap[from];
  if (moved === undefined) return;
  let index = from;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, moved)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = moved;
}

const isBefore = (a: Head, b: Head): boolean => Buffer.compare(a.record.key, b.record.key) < 0;
