import { isChecked, readAs, readableFiles } from '../formats/hostile/files.js';
import { fuzz } from './fuzz.js';

/** Damages every file of the matrix and of the corpus that is no Parquet; counts by format. */
export async function main(): Promise<void> {
  const files = await readableFiles();
  await fuzz(
    files.map((file) => ({
      name: file.table,
      group: file.storage.format,
      bytes: file.bytes,
      read: (bytes) => readAs(file, bytes),
      isChecked: () => isChecked(file),
    })),
  );
}
