import { unitsNeeded } from "./sample-size.ts";

/** Share of units that two versions answer differently, where it may not be looked up. */
const NOMINAL_DISCORDANCE = 0.2;

/** Halvings of [0, 1]: effects are said in tenths of a point. */
const HALVINGS = 30;

/**
 * Smallest true mean difference whose e-value passes `bar` on `units` units with 80 % power. 1 when
 * even the largest effect would not show, or when nothing is known.
 */
export function minimumDetectableEffect(
  units: number,
  bar: number,
  discordance = NOMINAL_DISCORDANCE,
): number {
  return smallest((effect) => unitsNeeded({ effect, discordance }, { nullMean: 0, bar }) <= units);
}

/**
 * Smallest margin by which `units` units can show that a version which is exactly as good is not
 * worse, with 80 % power. 1 when none would show.
 */
export function smallestMargin(
  units: number,
  bar: number,
  discordance = NOMINAL_DISCORDANCE,
): number {
  const truth = { effect: 0, discordance };
  return smallest((margin) => unitsNeeded(truth, { nullMean: -margin, bar }) <= units);
}

/** The least figure in (0, 1) that is enough; whatever is enough stays so above it. */
function smallest(isEnough: (figure: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
