/** The running state of one grid e-process: replayable bit for bit from the outcomes in order. */
export type EProcess = {
  /** Running product per bet, rescaled by powers of two; same length as the grid. */
  readonly products: readonly number[];
  /** Power of two taken out of each product. */
  readonly exponents: readonly number[];
  readonly n: number;
};

// Twelve bets in geometric steps from .02 to .9, written out: `**` may differ between engines.
const BETS: readonly number[] = [
  0.02, 0.028269754849029542, 0.03995895196121147, 0.056481488798379824, 0.07983589209192031,
  0.11284705487960815, 0.15950792884407528, 0.22546250224492287, 0.31868848330563715,
  0.4504622648129704, 0.6367228897500649, 0.9,
];

/** Products are kept within 2^±64 in steps of 2^64; both are exact in binary floating point. */
const STEP = 64;
const HIGH = 18446744073709551616;
const LOW = 1 / HIGH;

/**
 * An e-process against H0: the mean difference is at most `nullMean`, given the past.
 *
 * `nullMean` is 0 where an improvement is to be shown, `-margin` for non-inferiority. Bets are
 * mixed evenly (a discretised universal portfolio); only + and * touch the products, so that
 * another machine replays the same bits.
 */
export function startEProcess(nullMean: number): EProcess {
  requireNull(nullMean);
  return { products: BETS.map(() => 1), exponents: BETS.map(() => 0), n: 0 };
}

/** One more difference in [-1, 1]; anything else is a fault, because a bet on it could go broke. */
export function observe(process: EProcess, difference: number, nullMean: number): EProcess {
  requireNull(nullMean);
  if (!(difference >= -1 && difference <= 1)) {
    throw new RangeError("a difference outside [-1, 1] has no e-value");
  }
  const products: number[] = [];
  const exponents: number[] = [];
  const stake = 0.999 / (1 + nullMean);
  for (const [index, bet] of BETS.entries()) {
    const factor = 1 + stake * bet * (difference - nullMean);
    const product = (process.products[index] ?? 1) * factor;
    const exponent = process.exponents[index] ?? 0;
    if (product >= HIGH) {
      products.push(product * LOW);
      exponents.push(exponent + STEP);
    } else if (product < LOW) {
      products.push(product * HIGH);
      exponents.push(exponent - STEP);
    } else {
      products.push(product);
      exponents.push(exponent);
    }
  }
  return { products, exponents, n: process.n + 1 };
}

/** Evidence against H0, ≥ 0 and finite: 20 has a chance of at most 1/20 when H0 is true. */
export function eValueOf(process: EProcess): number {
  let sum = 0;
  for (const [index, product] of process.products.entries()) {
    sum += scaled(product, process.exponents[index] ?? 0);
  }
  return Math.min(sum / BETS.length, Number.MAX_VALUE);
}

/** The e-value at the end of a run of differences, never the largest on the way. */
export function eValueOver(differences: Iterable<number>, nullMean: number): number {
  let process = startEProcess(nullMean);
  for (const difference of differences) process = observe(process, difference, nullMean);
  return eValueOf(process);
}

function scaled(product: number, exponent: number): number {
  let value = product;
  for (let left = exponent; left > 0 && value < Infinity; left -= STEP) value *= HIGH;
  for (let left = exponent; left < 0 && value > 0; left += STEP) value *= LOW;
  return value;
}

function requireNull(nullMean: number): void {
  if (!(nullMean > -1 && nullMean < 1)) {
    throw new RangeError("a null mean outside (-1, 1) leaves nothing to bet on");
  }
}
