import type { Lines } from './lines.js';

/**
 * Leaves out the first `header` and the last `footer` lines of a file.
 * Source: org.apache.hadoop.hive.ql.io.HiveContextAwareRecordReader, org.apache.hadoop.hive.ql.exec.FooterBuffer.
 */
export async function* withoutEdges(
  blocks: AsyncIterable<Lines>,
  header: number,
  footer: number,
): AsyncGenerator<Lines> {
  let toSkip = header;
  let held = 0;
  const holding: Lines[] = [];
  for await (const block of blocks) {
    const skipped = Math.min(toSkip, countOf(block));
    toSkip -= skipped;
    if (skipped === countOf(block)) continue;
    holding.push({ ...block, bounds: block.bounds.slice(skipped * 2) });
    held += countOf(block) - skipped;
    while (held - countOf(holding[0]!) >= footer) {
      held -= countOf(holding[0]!);
      yield holding.shift()!;
      if (holding.length === 0) break;
    }
  }
  for (const block of holding) {
    const kept = Math.min(countOf(block), held - footer);
    held -= countOf(block);
    if (kept > 0) yield { ...block, bounds: block.bounds.slice(0, kept * 2) };
  }
}

const countOf = (block: Lines): number => block.bounds.length / 2;
