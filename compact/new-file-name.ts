import { randomUUID } from 'node:crypto';
import { fileIdentityOf } from '../migrate/index.js';

/**
 * A name for a merged file that no other run has or will give: not one with another journal, that merges the same files at the same
 * time, nor one that does so again after somebody's clean-up has begun to take away what is old.
 */
export const newFileName = (): string => `data-${fileIdentityOf(randomUUID())}-0.parquet`;
