import { fileURLToPath } from 'node:url';
import type { EngineSpec } from '../suite.js';
import type { Engine } from './engine.js';
import { openProcess } from './process.js';

/** Starts the engine a suite names as a process of its own. Throws IO when it does not start. */
export async function openEngine({ command }: EngineSpec, timeoutMs: number): Promise<Engine> {
  const duckDb = [process.execPath, fileURLToPath(new URL('./duckdb-main.js', import.meta.url))];
  return openProcess(command ?? duckDb, timeoutMs);
}
