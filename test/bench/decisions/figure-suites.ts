import { barOf, type Profile } from "../../../src/core/decision/thresholds.ts";
import { minimumDetectableEffect } from "../../../src/core/evaluation/statistics/minimum-detectable-effect.ts";
import { drawCurves } from "../figures/curves.ts";

/** Sealed items by which four of five first changes with an effect are accepted, as measured. */
export type Needed = {
  readonly profile: Profile;
  readonly effect: number;
  readonly items: number;
};

const SIZES = Array.from({ length: 61 }, (_, at) => Math.round(50 * 100 ** (at / 60)));

const COLOURS: Readonly<Record<Profile, string>> = {
  strict: "#d1495b",
  standard: "#3b82c4",
  small: "#2f9e6e",
};

export function figureOfSuites(needed: readonly Needed[]): string {
  return drawCurves({
    title: "What a sealed suite can show",
    told: [
      "The smallest true gain that four of five first changes show, when the two versions answer one item in five",
      "differently. Curves: what every decision states. Dots: measured. A smaller gain can only be held.",
    ],
    across: {
      unit: "sealed items",
      scale: {
        from: 50,
        to: 5_000,
        ticks: [50, 100, 200, 500, 1_000, 2_000, 5_000],
        isLogarithmic: true,
      },
    },
    up: {
      unit: "gain, in points of the score",
      scale: {
        from: 0,
        to: 0.25,
        ticks: [0, 0.05, 0.1, 0.15, 0.2, 0.25],
        written: (value) => String(Math.round(value * 100)),
      },
    },
    curves: (["strict", "standard", "small"] as const).map((profile) => ({
      name: `${profile}, e-value ${barOf(profile, { accepts: 0 })}`,
      colour: COLOURS[profile],
      points: SIZES.map((size) => [size, effectAt(size, profile)] as const),
      dots: needed
        .filter((one) => one.profile === profile)
        .map(({ items, effect }) => [items, effect] as const),
    })),
  });
}

function effectAt(items: number, profile: Profile): number {
  return minimumDetectableEffect(items, barOf(profile, { accepts: 0 }));
}
