export * from './model.js';
export { renderHtml } from './html/page.js';
export { renderJson } from './json.js';
export { parseReport } from './parse.js';
export { sampleLine } from './sample-line.js';
export { renderJunit } from './junit.js';
export * from './bench/index.js';
