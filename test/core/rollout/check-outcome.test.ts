import { describe, expect, it } from "vitest";
import { later } from "../../../src/core/kernel/instant.ts";
import { checkOutcome, type ReportedOutcome } from "../../../src/core/rollout/check-outcome.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { aCanary, aRollout, BEGAN } from "../../support/rollouts.ts";

const GOOD: ReportedOutcome = {
  variant: "candidate",
  metrics: { resolved: 1 },
  at: later(BEGAN, 1000),
};
const EXPOSED = { variant: "candidate", at: BEGAN } as const;
const NOW = later(BEGAN, 2000);

function reasonOf(
  rollout: Rollout,
  parts: Partial<ReportedOutcome>,
  exposure: Parameters<typeof checkOutcome>[2]["exposure"] = EXPOSED,
) {
  return checkOutcome(rollout, { ...GOOD, ...parts }, { exposure, now: NOW });
}

describe("a reported outcome", () => {
  it("is believed when the unit was given that version in this stage", () => {
    expect(reasonOf(aCanary(), {})).toBeUndefined();
  });

  it.each([
    ["NaN", { resolved: Number.NaN }],
    ["negative", { resolved: -1 }],
    ["infinite", { resolved: Number.POSITIVE_INFINITY }],
    ["without the guarded metric", { other: 1 }],
    ["empty", {}],
    ["a rate beyond one, which would be cut until both versions look alike", { resolved: 80 }],
  ])("is refused when its values are %s", (_what, metrics) => {
    expect(reasonOf(aCanary(), { metrics })).toBe("outcome-malformed");
  });

  it.each([
    ["nobody was given anything", undefined],
    ["the unit was given the other version", { variant: "stable", at: BEGAN } as const],
  ])("is refused when %s", (_what, exposure) => {
    const rollout = aCanary();
    const outcome = GOOD;

    expect(checkOutcome(rollout, outcome, { exposure, now: NOW })).toBe("outcome-unexposed");
  });

  it("is refused from the future and from before the exposure", () => {
    expect(reasonOf(aCanary(), { at: later(NOW, 61_000) })).toBe("outcome-untimely");
    const late = { variant: "candidate", at: later(BEGAN, 100_000) } as const;
    expect(reasonOf(aCanary(), { at: BEGAN }, late)).toBe("outcome-untimely");
  });

  it.each([
    ["a shadow's outcome in the canary", aCanary(), "shadow"],
    ["a candidate's outcome in shadow", aRollout({ state: "shadow" }), "candidate"],
    ["any outcome on the way back", aCanary({ state: "rolling-back", share: 0 }), "candidate"],
    ["any outcome after the end", aCanary({ state: "promoted" }), "stable"],
    ["any outcome before the first stage", aRollout(), "stable"],
  ] as const)("is refused as of another stage: %s", (_what, rollout, variant) => {
    expect(reasonOf(rollout, { variant })).toBe("outcome-stage-differs");
  });

  it("of a shadow needs a unit that production answered, and at least one measurement", () => {
    const shadow = aRollout({ state: "shadow" });
    const answered = { variant: "stable", at: BEGAN } as const;
    const mirrored = { variant: "shadow", metrics: { latency_ms: 4 } } as const;

    expect(reasonOf(shadow, mirrored, answered)).toBeUndefined();
    expect(reasonOf(shadow, { ...mirrored, metrics: {} }, answered)).toBe("outcome-malformed");
    expect(reasonOf(shadow, mirrored, undefined)).toBe("outcome-unexposed");
  });
});
