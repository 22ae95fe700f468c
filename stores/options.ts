import type { SharedRate } from './limit.js';

/** How a source is opened; every setting has a default. */
export interface SourceOptions {
  /** The HDFS user of clusters without Kerberos: `user.name`. By default HADOOP_USER_NAME, else the login name. */
  readonly user?: string;
  /** Requests running at the same time; 32 by default. */
  readonly concurrency?: number;
  /** Milliseconds without a byte after which a request is tried again; 60,000 by default. */
  readonly timeoutMs?: number;
  /** NameNode operations started per second at most, over all stores that share the rate; no limit by default. */
  readonly nameNodeOps?: SharedRate;
  /** Bytes read per second at most, over all stores that share the rate; no limit by default. */
  readonly bandwidth?: SharedRate;
}

/** How a target is opened; every setting has a default. */
export interface TargetOptions {
  /** Requests running at the same time; 32 by default. */
  readonly concurrency?: number;
  /** Region to sign for; by default the AWS configuration's, else us-east-1. */
  readonly region?: string;
  /** Endpoint URL; by default AWS_ENDPOINT_URL_S3, then AWS_ENDPOINT_URL, then AWS itself. */
  readonly endpoint?: string;
}
