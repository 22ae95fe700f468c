/** The powers of ten that doubles hold exactly, by their exponents. */
export const POWERS: readonly number[] = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
