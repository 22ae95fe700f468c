import { PutObjectCommand } from '@aws-sdk/client-s3';
import { pause } from '../retry.js';
import { keyOf, request, type Bucket } from './bucket.js';
import { bodyChecksum } from './checksum.js';
import { nameOf, statusOf } from './errors.js';

const TRIES = 8;

/**
 * Creates an object only where none is. A success whose reply was lost reads as 'exists' when it is tried again: the
 * caller compares what is there with what it wanted.
 */
export async function createObject(bucket: Bucket, path: string, data: Uint8Array): Promise<'created' | 'exists'> {
  for (let failures = 1; ; failures++) {
    const outcome = await request(bucket, path, () => tryCreate(bucket, path, data, failures >= TRIES));
    if (outcome !== 'conflict') return outcome;
    await pause(failures);
  }
}

async function tryCreate(
  bucket: Bucket,
  path: string,
  data: Uint8Array,
  last: boolean,
): Promise<'created' | 'exists' | 'conflict'> {
  const target = { Bucket: bucket.name, Key: keyOf(bucket, path) };
  const command = new PutObjectCommand({
    ...target,
    Body: data,
    ...bodyChecksum(bucket, data),
    ...(bucket.oss ? {} : { IfNoneMatch: '*' }),
  });
  if (bucket.oss) forbidOverwrite(command);
  try {
    await bucket.client.send(command);
    return 'created';
  } catch (error) {
    if (statusOf(error) === 412 || nameOf(error) === 'FileAlreadyExists') return 'exists';
    // Two writers met: nobody has won yet.
    if (nameOf(error) === 'ConditionalRequestConflict' && !last) return 'conflict';
    throw error;
  }
}

/** OSS answers 501 to If-None-Match and has this header for the same. */
function forbidOverwrite(command: PutObjectCommand): void {
  command.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-oss-forbid-overwrite'] = 'true';
      return next(args);
    },
    { step: 'build', name: 'forbidOverwrite' },
  );
}
