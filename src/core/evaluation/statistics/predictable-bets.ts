export type ShareInterval = { readonly lower: number; readonly upper: number };

/** What an interval says of shares that cannot be read, or of none. */
export const UNKNOWN_SHARE: ShareInterval = { lower: 0, upper: 1 };

/**
 * The bets λ_t = √(2 ln(2/α) / (σ²_{t−1} t ln(1 + t))) for each value, from those before it alone
 * (Waudby-Smith & Ramdas 2024). Mean and variance start as if one value of ½ with variance ¼ had
 * been seen. Not yet cut to what a bet may be.
 */
export function predictableBets(values: readonly number[], alpha: number): readonly number[] {
  const reach = 2 * Math.log(2 / alpha);
  let sum = 0.5;
  let squares = 0.25;
  return values.map((value, at) => {
    const t = at + 1;
    const variance = squares / t;
    sum += value;
    const off = value - sum / (t + 1);
    squares += off * off;
    return Math.sqrt(reach / (variance * t * Math.log(1 + t)));
  });
}

/** Both confidence sequences are for values in [0, 1] and an error rate in (0, 1). */
export function isBettable(values: readonly number[], alpha: number): boolean {
  const isUnit = values.every((value) => value >= 0 && value <= 1);
  return isUnit && values.length > 0 && alpha > 0 && alpha < 1;
}
