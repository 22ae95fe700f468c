import { partitionValues, schemaOf } from './commit.js';
import type { TaskInput, WriteTask } from './output.js';
import type { OutputFile, TablePlan } from './plan-types.js';

/** A task with the outputs it writes, in the order of its results. */
export interface PlannedTask {
  readonly task: WriteTask;
  readonly outputs: readonly OutputFile[];
}

/** What is to be done to write a plan's outputs: a task for each, or for all buckets of a partition. `paths` are store paths by name. */
export function tasksOf(plan: TablePlan, paths: ReadonlyMap<string, string>): PlannedTask[] {
  if (plan.key !== undefined) return keyedTasks(plan, plan.key, paths);
  return plan.outputs.map((output) => {
    const { lane } = output;
    const task = { path: paths.get(output.name)!, lane, ...readingOf(plan, output) };
    return { task, outputs: [output] };
  });
}

function keyedTasks(
  plan: TablePlan,
  key: NonNullable<TablePlan['key']>,
  paths: ReadonlyMap<string, string>,
): PlannedTask[] {
  const groups = new Map<string, OutputFile[]>();
  for (const output of plan.outputs) {
    const of = JSON.stringify([output.partition, output.inputs]);
    groups.set(of, [...(groups.get(of) ?? []), output]);
  }
  const schema = schemaOf(plan);
  return [...groups.values()].map((outputs) => {
    const first = outputs[0]!;
    const files = outputs.map(({ name, keyed }) => ({ path: paths.get(name)!, bucket: keyed!.bucket }));
    const partition = partitionValues(plan, first.partition);
    const { level, sequenceFrom } = first.keyed!;
    const task = { outputs: files, ...readingOf(plan, first), schema, key, partition, level, sequenceFrom };
    return { task, outputs };
  });
}

function readingOf(plan: TablePlan, output: OutputFile): Pick<WriteTask, 'inputs' | 'columns' | 'storage'> {
  const inputs = output.inputs.map((index): TaskInput => {
    const { path, length, mtime, fileId, rowCount } = plan.files[index]!;
    const known = { ...(fileId === undefined ? {} : { fileId }), ...(rowCount === undefined ? {} : { rowCount }) };
    return { path, length, mtime, ...known };
  });
  return { inputs, columns: plan.columns, storage: plan.storages[plan.partitions[output.partition]!.storage]! };
}
