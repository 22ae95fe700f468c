import type { SourceChange } from '../stores/index.js';

/** The directories that changes of a source concern. */
export class Touched {
  /** Places of changes and all directories above them. */
  readonly #above = new Set<string>();
  /** What came, went or was moved, with all below it. */
  readonly #moved = new Set<string>();

  constructor(changes: readonly SourceChange[]) {
    for (const { kind, path, target } of changes) {
      for (const place of target === undefined ? [path] : [path, target]) {
        for (const directory of upFrom(place)) this.#above.add(directory);
        // A directory of which entries changed names them itself; of what is unknown, the worst is supposed.
        if (kind !== 'MODIFY') this.#moved.add(place);
      }
    }
  }

  /** Whether a directory, something below it, or a directory above it has changed. */
  has(directory: string): boolean {
    return this.#above.has(directory) || upFrom(directory).some((place) => this.#moved.has(place));
  }
}

/** A path and those of the directories above it. */
function upFrom(path: string): string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
