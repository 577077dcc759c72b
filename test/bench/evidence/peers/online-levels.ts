/** What a rule for p-values spent on each test, and which tests it rejected, in order. */
export type Levels = { readonly levels: readonly number[]; readonly rejected: readonly boolean[] };

/** A test that has been: its place (1-based) and what became of it. */
export type Past = {
  readonly place: number;
  readonly p: number;
  readonly isRejected: boolean;
};

/** Runs a rule that sets each level from the tests before it. */
export function runLevels(
  pValues: readonly number[],
  levelOf: (past: readonly Past[]) => number,
): Levels {
  const past: Past[] = [];
  const levels: number[] = [];
  for (const [at, p] of pValues.entries()) {
    const level = levelOf(past);
    levels.push(level);
    past.push({ place: at + 1, p, isRejected: p <= level });
  }
  return { levels, rejected: past.map(({ isRejected }) => isRejected) };
}

/** The share of test j that LORD and LOND use by default: slowly falling, summing to 1. */
export function lordShare(j: number): number {
  return (0.07720838 * Math.log(Math.max(j, 2))) / (j * Math.exp(Math.sqrt(Math.log(j))));
}

/** The share that SAFFRON and ADDIS use by default. */
export function saffronShare(j: number): number {
  return 0.4374901658 * j ** -1.6;
}
