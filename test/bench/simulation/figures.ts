import { lowerRate, upperRate } from "../../../src/core/evaluation/statistics/clopper-pearson.ts";
import type { Bar } from "../bars.ts";
import { type Random, randomOf } from "./random.ts";

/** A simulated figure with its 95 % Monte-Carlo interval. */
export type Likely = { readonly value: number; readonly lower: number; readonly upper: number };

/** Half of a 95 % Monte-Carlo interval of a mean. */
export function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return 1.96 * Math.sqrt(squares / values.length / values.length);
}

export function meanOf(values: readonly number[]): Likely {
  const [value, half] = [mean(values), deviationOf(values)];
  return { value, lower: value - half, upper: value + half };
}

export function rateOf(value: number, trials: number): Likely {
  const count = { events: Math.round(value * trials), trials };
  return trials === 0
    ? { value: 0, lower: 0, upper: 1 }
    : { value, lower: lowerRate(count, 0.025), upper: upperRate(count, 0.025) };
}

/** The interval is between two order statistics, as wide as a fair coin makes it. */
export function medianOf(values: readonly (number | undefined)[]): Likely {
  const half = 0.98 / Math.sqrt(values.length);
  const [lower, value, upper] = [0.5 - half, 0.5, 0.5 + half].map((at) => quantile(values, at));
  return { value: value ?? Infinity, lower: lower ?? 0, upper: upper ?? Infinity };
}

export function times<One>(
  count: number,
  seed: number,
  once: (random: Random, at: number) => One,
): readonly One[] {
  return Array.from({ length: count }, (_, at) => once(randomOf(seed, at), at));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function found(values: readonly (number | undefined)[]): number {
  return values.filter((value) => value !== undefined).length / values.length;
}

export function quantile(values: readonly (number | undefined)[], at: number): number {
  const sorted = values.map((value) => value ?? Infinity).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

/** Medians; one that chance alone keeps above its bar is said to be so, and counts as held. */
export function atMost(what: string, medians: readonly Likely[], most: readonly number[]): Bar {
  const held = medians.every(({ lower }, at) => lower <= (most[at] ?? 0));
  const plainly = medians.every(({ value }, at) => value <= (most[at] ?? 0));
  const told = medians.map(({ value, lower, upper }) => `${value} [${lower}, ${upper}]`);
  const chance = held && !plainly ? " (above its bar by chance alone)" : "";
  return { what: `${what} ≤ ${most.join(" / ")}`, found: `${told.join(" / ")}${chance}`, held };
}

export function rateBar(what: string, rate: Likely, most: number): Bar {
  return { what, found: likely(rate), held: rate.value <= most };
}

export function valueBar(what: string, value: number, most: number): Bar {
  return bar(what, value, value <= most);
}

export function bar(what: string, value: number, held: boolean): Bar {
  return { what, found: String(Number(value.toPrecision(4))), held };
}

export function likely({ value, lower, upper }: Likely): string {
  return `${share(value)} [${share(lower)}, ${share(upper)}]`;
}

export function share(value: number): string {
  return value.toFixed(3);
}
