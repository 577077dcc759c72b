import { describe, expect, it } from "vitest";
import { chooseVersion } from "../../../src/core/rollout/choose-version.ts";
import { variantOf } from "../../../src/core/rollout/split.ts";
import { aCanary, aRollout } from "../../support/rollouts.ts";

const UNITS = Array.from({ length: 400 }, (_, index) => `unit-${index}`);
const CHOSEN = UNITS.filter((unit) => variantOf("rollout-1", unit, 25) === "candidate");
const PINNED = { variant: "candidate" } as const;

describe("choosing a version for a unit", () => {
  it("serves production in shadow and names what answers unseen", () => {
    const shadow = aRollout({ state: "shadow" });

    expect(chooseVersion(shadow, "unit-1", undefined)).toEqual({
      variant: "stable",
      artifact: shadow.stable,
      because: "split",
      counted: { id: "rollout-1", step: -1, share: 0 },
      shadow: shadow.candidate,
    });
  });

  it("gives the canary's share of units the candidate", () => {
    const candidates = UNITS.filter(
      (unit) => chooseVersion(aCanary(), unit, undefined).variant === "candidate",
    );

    expect(candidates).toEqual(CHOSEN);
    expect(candidates.length).toBeGreaterThan(70);
  });

  it("keeps a unit on what it was first given, whatever the split would say now", () => {
    const [unit = ""] = CHOSEN;

    expect(chooseVersion(aCanary(), unit, { variant: "stable" }).variant).toBe("stable");
    expect(chooseVersion(aCanary({ share: 1 }), unit, PINNED).variant).toBe("candidate");
  });

  it("takes on no new units while the canary is held, and keeps the old ones", () => {
    const held = aCanary({ state: "held", heldFrom: "canary" });
    const fresh = UNITS.map((unit) => chooseVersion(held, unit, undefined).variant);

    expect(new Set(fresh)).toEqual(new Set(["stable"]));
    expect(chooseVersion(held, "unit-1", PINNED).variant).toBe("candidate");
  });

  it.each([
    ["rolling back", aCanary({ state: "rolling-back", share: 0 })],
    ["rolled back", aCanary({ state: "rolled-back", share: 0 })],
    ["withdrawn", aCanary({ state: "withdrawn", share: 0 })],
    ["held before the canary", aRollout({ state: "held", heldFrom: "shadow" })],
  ])("overrides pins when %s, and counts nobody", (_what, rollout) => {
    const choice = chooseVersion(rollout, "unit-1", PINNED);

    expect(choice).toEqual({
      variant: "stable",
      artifact: rollout.stable,
      because: "returned",
    });
  });
});
