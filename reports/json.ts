import { passed, type Report } from './model.js';

/** The report as a versioned JSON document. Map and bigint values do not occur in the model. */
export function renderJson(report: Report): string {
  return `${JSON.stringify({ formatVersion: 1, passed: passed(report), ...report }, null, 2)}\n`;
}
