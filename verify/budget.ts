/** Bytes that pieces of work may hold at the same time, first come, first served. One that needs more than all there is runs alone. */
export class Budget {
  #used = 0;
  readonly #waiting: { readonly bytes: number; readonly start: () => void }[] = [];

  constructor(private readonly total: number) {}

  async run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting.push({ bytes, start });
      this.#startNext();
    });
    try {
      return await work();
    } finally {
      this.#used -= bytes;
      this.#startNext();
    }
  }

  #startNext(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#used > 0 && this.#used + next.bytes > this.total) return;
      this.#used += next.bytes;
      this.#waiting.shift();
      next.start();
    }
  }
}
