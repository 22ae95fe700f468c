import { fileURLToPath } from 'node:url';
import type { EngineSpec } from '../suite.js';
import type { Engine } from './engine.js';
import { openHive } from './hive/engine.js';
import { openProcess } from './process.js';
import { openStarRocks } from './starrocks.js';
import { openTrino } from './trino.js';

/**
 * Starts the engine a suite names as a process of its own, which ends when the signal is aborted, or connects to its server, whose query
 * is cancelled there then. Throws IO, UNREACHABLE or AUTH when it does not start or answer.
 */
export async function openEngine(
  { command, trino, starrocks, hive }: EngineSpec,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Engine> {
  if (trino !== undefined) return openTrino(trino, timeoutMs, signal);
  if (starrocks !== undefined) return openStarRocks(starrocks, timeoutMs, signal);
  if (hive !== undefined) return openHive(hive, timeoutMs, signal);
  const duckDb = [process.execPath, fileURLToPath(new URL('./duckdb-main.js', import.meta.url))];
  return openProcess(command ?? duckDb, timeoutMs, signal);
}
