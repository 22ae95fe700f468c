import type { Report } from './model.js';
import { listOf, natural, objectOf, oneOf, text, truth, whole } from './shape.js';

const difference = objectOf(
  { message: text },
  { partition: text, column: text, file: text, expected: text, actual: text },
);
const sample = objectOf(
  {
    kind: oneOf('changed', 'missing', 'extra'),
    columns: listOf(objectOf({ name: text }, { source: text, target: text })),
  },
  { partition: text, source: text, target: text, times: objectOf({ source: whole, target: whole }) },
);
const level = objectOf(
  { level: natural, name: text, checked: natural, differences: listOf(difference) },
  { samples: listOf(sample) },
);
const counts = listOf(whole);
const table = objectOf(
  { table: text, level: natural, passed: truth, notVerified: listOf(text), levels: listOf(level) },
  {
    rows: objectOf({ source: whole, target: whole }),
    partitions: whole,
    planId: text,
    sizes: objectOf({ bounds: counts, before: counts, after: counts }),
    properties: listOf(objectOf({ name: text }, { source: text, target: text })),
  },
);
const leftOut = objectOf(
  { table: text, reason: text },
  { refusals: listOf(objectOf({ reason: text }, { place: text, next: text })) },
);

/** Properties of the document that follow from the report or say how it was printed. */
const OF_THE_DOCUMENT: ReadonlySet<string> = new Set(['formatVersion', 'passed', 'command', 'exitCode']);

/** The same as docs/schema/verification.schema.json, which a test holds it to. */
const document = objectOf(
  {
    formatVersion: oneOf(1),
    title: text,
    generatedAt: text,
    source: text,
    target: text,
    leftOut: listOf(leftOut),
    tables: listOf(table),
  },
  {
    passed: truth,
    command: oneOf('verify', 'report'),
    exitCode: whole,
    measures: listOf(objectOf({ title: text, columns: listOf(text), rows: listOf(listOf(text)) })),
    timeline: listOf(objectOf({ worker: whole, table: text, from: whole, to: whole })),
    environment: listOf(objectOf({ name: text, value: text })),
    reproduce: listOf(text),
  },
);

/**
 * The report in a JSON document that `renderJson` wrote, or that `verify --json` printed. Throws an Error naming what is not as the
 * published schema has it.
 */
export function parseReport(json: string): Report {
  const value: unknown = JSON.parse(json);
  document(value, '');
  const entries = Object.entries(value as object).filter(([name]) => !OF_THE_DOCUMENT.has(name));
  return Object.fromEntries(entries) as unknown as Report;
}
