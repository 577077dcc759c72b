import { BETS, EVEN, type Mix, STAKE } from "./bet-grid.ts";

/** The running state of one grid e-process: replayable bit for bit from the outcomes in order. */
export type EProcess = {
  /** Running product per bet, rescaled by powers of two; same length as the grid. */
  readonly products: readonly number[];
  /** Power of two taken out of each product. */
  readonly exponents: readonly number[];
  readonly n: number;
};

/** Products are kept within 2^±64 in steps of 2^64; both are exact in binary floating point. */
const STEP = 64;
const HIGH = 18446744073709551616;
const LOW = 1 / HIGH;

/**
 * An e-process against H0: the mean difference is at most `nullMean`, given the past.
 *
 * `nullMean` is 0 where an improvement is to be shown, `-margin` for non-inferiority. Bets are
 * mixed (a discretised universal portfolio); only + and * touch the products, so that
 * another machine replays the same bits.
 */
export function startEProcess(nullMean: number): EProcess {
  requireNull(nullMean);
  return { products: BETS.map(() => 1), exponents: BETS.map(() => 0), n: 0 };
}

/** One more difference in [-1, 1]; anything else is a fault, because a bet on it could go broke. */
export function observe(process: EProcess, difference: number, nullMean: number): EProcess {
  requireNull(nullMean);
  const [products, exponents] = [process.products.slice(), process.exponents.slice()];
  multiply({ products, exponents }, difference, { nullMean, stake: STAKE / (1 + nullMean) });
  return { products, exponents, n: process.n + 1 };
}

/** Evidence against H0, ≥ 0 and finite: 20 has a chance of at most 1/20 when H0 is true. */
export function eValueOf(
  process: Pick<EProcess, "products" | "exponents">,
  { parts, whole }: Mix = EVEN,
): number {
  let sum = 0;
  for (const [index, product] of process.products.entries()) {
    sum += (parts[index] ?? 0) * scaled(product, process.exponents[index] ?? 0);
  }
  return Math.min(sum / whole, Number.MAX_VALUE);
}

/** The e-value at the end of a run of differences, never the largest on the way. */
export function eValueOver(
  differences: Iterable<number>,
  nullMean: number,
  mix: Mix = EVEN,
): number {
  requireNull(nullMean);
  const running = { products: BETS.map(() => 1), exponents: BETS.map(() => 0) };
  const bet = { nullMean, stake: STAKE / (1 + nullMean) };
  for (const difference of differences) multiply(running, difference, bet);
  return eValueOf(running, mix);
}

type Running = { readonly products: number[]; readonly exponents: number[] };

/** In place: a run is one loop over numbers, and only the two ends of it are values. */
function multiply(
  { products, exponents }: Running,
  difference: number,
  { nullMean, stake }: { readonly nullMean: number; readonly stake: number },
): void {
  if (!(difference >= -1 && difference <= 1)) {
    throw new RangeError("a difference outside [-1, 1] has no e-value");
  }
  const gain = difference - nullMean;
  for (let index = 0; index < BETS.length; index += 1) {
    const product = (products[index] ?? 1) * (1 + stake * (BETS[index] ?? 0) * gain);
    if (product < HIGH && product >= LOW) products[index] = product;
    else rescale({ products, exponents }, index, product);
  }
}

function rescale({ products, exponents }: Running, index: number, product: number): void {
  const isHigh = product >= HIGH;
  products[index] = product * (isHigh ? LOW : HIGH);
  exponents[index] = (exponents[index] ?? 0) + (isHigh ? STEP : -STEP);
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
