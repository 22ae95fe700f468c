import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LakeliftError } from '../../errors/index.js';

/** A file of a container that is read from front to back and does not say how long it is. */
export interface ContainerFile {
  readonly bytes: Uint8Array;
  readonly rows: readonly unknown[];
  /** Reads all rows of a file. */
  readonly read: (bytes: Uint8Array) => Promise<unknown[]>;
}

/** Tests that damage leads to an error with a code, or where it cannot be seen, to no other than whole rows. */
export function describeDamage(name: string, open: () => Promise<ContainerFile>, changes: number): void {
  describe(`a damaged ${name}`, () => {
    test('is never read shorter when it is cut inside of rows', async () => {
      const { bytes, rows, read } = await open();
      const outcomes = new Set<string>();
      for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 600)) {
        const found = await attempt(read, bytes.subarray(0, length));
        outcomes.add(typeof found === 'string' ? found : 'rows');
        // Cut exactly behind a row, block or group it is a whole file of fewer.
        if (typeof found !== 'string') expect(found).toEqual(rows.slice(0, found.length));
      }
      expect(outcomes).toContain('CORRUPT');
    });

    test('is read or is an error with a code, whatever byte is another', async () => {
      const { bytes, read } = await open();
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
          const damaged = Uint8Array.from(bytes);
          damaged[at]! ^= change;
          await attempt(read, damaged);
        }),
        { numRuns: changes },
      );
    });
  });
}

async function attempt(read: ContainerFile['read'], bytes: Uint8Array): Promise<unknown[] | string> {
  try {
    return await read(bytes);
  } catch (error) {
    if (error instanceof LakeliftError && ['CORRUPT', 'REFUSED'].includes(error.code)) return error.code;
    throw error;
  }
}
