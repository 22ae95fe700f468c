// Compiles the rooms to dist/ and copies the files that are not TypeScript (SQL schemas, templates, the script Spark runs) beside them.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms = [
  'errors',
  'sqlite',
  'yaml',
  'stores',
  'formats',
  'lake',
  'catalog',
  'migrate',
  'compact',
  'sync',
  'verify',
  'reports',
  'bench',
  'cli',
];

rmSync(join(root, 'dist'), { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
for (const room of rooms) {
  for (const file of readdirSync(join(root, room), { recursive: true })) {
    if (/\.(sql|html|css|py|java)$/.test(file)) cpSync(join(root, room, file), join(root, 'dist', room, file));
  }
}
chmodSync(join(root, 'dist/cli/main.js'), 0o755);
