import { lowerRate, upperRate } from "../../../src/core/evaluation/statistics/clopper-pearson.ts";
import type { Bar } from "../bars.ts";
import { type Random, randomOf } from "./random.ts";

/** Half of a 95 % Monte-Carlo interval of a mean. */
export function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return 1.96 * Math.sqrt(squares / values.length / values.length);
}

export function intervalOf(rate: number, trials: number): string {
  const count = { events: Math.round(rate * trials), trials };
  return `[${share(lowerRate(count, 0.025))}, ${share(upperRate(count, 0.025))}]`;
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
  return sorted[Math.floor(sorted.length * at)] ?? Number.NaN;
}

export function atMost(what: string, found: readonly number[], most: readonly number[]): Bar {
  const held = found.every((value, at) => value <= (most[at] ?? 0));
  return { what: `${what} ≤ ${most.join(" / ")}`, found: found.join(" / "), held };
}

export function bar(what: string, value: number, held: boolean): Bar {
  return { what, found: String(Number(value.toPrecision(4))), held };
}

export function share(value: number): string {
  return value.toFixed(3);
}
