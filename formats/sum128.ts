const MASK = (1n << 128n) - 1n;
/** Lanes are summed as doubles for this many hashes before they could lose a bit. */
const BATCH = 1 << 20;

/** A sum of 128-bit hashes modulo 2^128: the order of what is added does not matter, how often does. */
export class Sum128 {
  private total = 0n;
  private readonly lanes = new Float64Array(4);
  private pending = 0;

  /** Adds the hash whose four lanes lie at `at`. */
  add(hashes: Int32Array, at: number): void {
    for (let lane = 0; lane < 4; lane++) this.lanes[lane]! += hashes[at + lane]! >>> 0;
    if (++this.pending === BATCH) this.settle();
  }

  merge(other: Sum128): void {
    this.settle();
    other.settle();
    this.total = (this.total + other.total) & MASK;
  }

  /** 32 hex digits. */
  hex(): string {
    this.settle();
    return this.total.toString(16).padStart(32, '0');
  }

  private settle(): void {
    this.lanes.forEach((sum, lane) => (this.total += BigInt(sum) << BigInt(32 * lane)));
    this.total &= MASK;
    this.lanes.fill(0);
    this.pending = 0;
  }
}
