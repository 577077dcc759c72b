import type { PairedRecord } from "../evaluation/records.ts";
import {
  observeUnit,
  type Settled,
  settledBy,
  startStanding,
} from "../evaluation/statistics/standing.ts";
import type { Hypotheses } from "../evaluation/statistics/test-differences.ts";
import { type Figure, unitDifferences } from "../evaluation/statistics/unit-differences.ts";

/** One paired test that the ruling needs: the objective's, or a guard's. */
export type NeededTest = Hypotheses & { readonly figure: Figure; readonly reverseBar: number };

/** How the asking ends, and after how many whole units. */
export type Stop = { readonly because: Settled; readonly units: number };

/** Units between two looks. Fixed, so that a batch cut short by a kill moves no look. */
const UNITS_PER_LOOK = 25;

/**
 * The first look at which no further unit can change the ruling; nothing while one still can. It
 * depends on the order of the answers alone, so a resumed run stops where the killed one would
 * have. "Shown" needs every test, lest a quick objective starve the guards of units; one test
 * refuted or futile is enough to end. `records` come unit by unit, `units` is all the suite has.
 */
export function whereSettled(
  records: readonly PairedRecord[],
  tests: readonly NeededTest[],
  units: number,
): Stop | undefined {
  const runs = tests.map((test) => ({ test, differences: unitDifferences(records, test.figure) }));
  const known = Math.min(...runs.map(({ differences }) => differences.length));
  if (runs.length === 0) return undefined;
  for (let at = UNITS_PER_LOOK; at <= known; at += UNITS_PER_LOOK) {
    const ends = runs.map(({ test, differences }) => endOf(test, differences.slice(0, at), units));
    const because = endOfAll(ends);
    if (because !== undefined) return { because, units: at };
  }
  return undefined;
}

function endOf(test: NeededTest, differences: readonly number[], units: number) {
  const standing = differences.reduce(
    (before, difference) => observeUnit(before, difference, test),
    startStanding(test),
  );
  return settledBy(standing, { ...test, left: units - differences.length });
}

function endOfAll(ends: readonly (Settled | undefined)[]): Settled | undefined {
  if (ends.includes("refuted")) return "refuted";
  if (ends.includes("futile")) return "futile";
  return ends.every((end) => end === "shown") ? "shown" : undefined;
}
