export type * from './model.js';
export { intervalText } from './model.js';
export { renderBenchHtml } from './page.js';
export { renderBenchJunit } from './junit.js';
export { renderBenchMarkdown } from './markdown.js';
