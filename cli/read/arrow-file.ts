import { open } from 'node:fs/promises';
import { AsyncByteQueue, RecordBatchFileWriter } from 'apache-arrow';
import type { RecordBatch, Schema } from 'apache-arrow';
import { LakeliftError } from '../../errors/index.js';

/** Keeps what the Arrow writer puts out until it is taken, as the writer itself waits for nobody. */
class Chunks extends AsyncByteQueue {
  #kept: Uint8Array[] = [];

  override write(chunk: Uint8Array): void {
    this.#kept.push(chunk);
  }

  take(): Uint8Array[] {
    const taken = this.#kept;
    this.#kept = [];
    return taken;
  }
}

/** Writes record batches as one Arrow IPC file, a batch at a time. Throws USAGE when the file cannot be written. */
export async function writeArrowFile(path: string, schema: Schema, batches: AsyncIterable<RecordBatch>): Promise<void> {
  const file = await open(path, 'w').catch((cause: unknown) => {
    throw new LakeliftError('USAGE', 'the file cannot be written', { file: path, cause });
  });
  try {
    const chunks = new Chunks();
    const writer = new RecordBatchFileWriter();
    writer.reset(chunks, schema);
    for await (const batch of batches) {
      writer.write(batch);
      for (const chunk of chunks.take()) await file.writeFile(chunk);
    }
    writer.finish();
    for (const chunk of chunks.take()) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}
