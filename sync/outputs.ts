import type { Journal, OutputFile, TablePlan } from '../migrate/index.js';

/** Rows of a plan's outputs, as they were counted when they were written. */
export function rowsOf(journal: Journal, { id, outputs }: Pick<TablePlan, 'id' | 'outputs'>): number {
  const written = journal.outputs(id);
  return outputs.reduce((sum, { name }) => sum + (written.get(name)?.rows ?? 0), 0);
}

/** Those of `outputs` that are not among `others`. */
export function outputsWithout(outputs: readonly OutputFile[], others: readonly OutputFile[]): OutputFile[] {
  const names = new Set(others.map(({ name }) => name));
  return outputs.filter(({ name }) => !names.has(name));
}
