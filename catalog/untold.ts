import { NO_ANNOTATIONS } from './annotations.js';
import type { Annotations } from './annotations.js';
import type { DatabaseAnnotations, PartitionAnnotationsPage, Roles } from './beside.js';

const notRead = ['files and statements do not tell'];

/** Of a metastore made of files or statements: what is kept beside databases, tables and partitions is not in them. */
export abstract class UntoldMetastore {
  annotations(): Promise<Annotations> {
    return Promise.resolve(NO_ANNOTATIONS);
  }

  databaseAnnotations(): Promise<DatabaseAnnotations> {
    return Promise.resolve({ functions: [], grants: [], notRead });
  }

  roles(): Promise<Roles> {
    return Promise.resolve({ roles: [], notRead });
  }

  async *partitionAnnotations(): AsyncGenerator<PartitionAnnotationsPage> {
    // None.
  }
}
