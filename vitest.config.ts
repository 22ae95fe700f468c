import { defineConfig } from 'vitest/config';

// Java here starts often and for seconds only: its second compiler and more threads to collect garbage cost more than they give.
process.env['JAVA_TOOL_OPTIONS'] ??= '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

/** `unit` needs nothing but Node; `fetched` a Chromium and an XML validator from npm; `real` starts HDFS, Hive Metastore, MinIO and Spark through test/services. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/real/**', 'test/crash/**', 'test/fetched/**'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // By default vitest leaves one processor alone, which is half of a machine of two.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'fetched',
          include: ['test/fetched/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 300_000,
          // Maven's local repository is not safe for two.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts', 'test/crash/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 1_800_000,
          fileParallelism: false,
          globalSetup: ['test/services/global-setup.ts'],
        },
      },
    ],
  },
});
