import { describe, expect, it } from "vitest";
import { renderStage, renderStatus } from "../../../src/core/prose/stages.ts";
import { REASON_CODES } from "../../../src/core/gate/reason-code.ts";
import { observeOutcome } from "../../../src/core/rollout/observe-outcome.ts";
import { BY_WORKFLOW } from "../../support/deployer.ts";
import { aCanary, aRollout, BEGAN, drive } from "../../support/rollouts.ts";

const DRIVEN = drive(aCanary(), () => ({ stable: 0.8, candidate: 0.5 }), { units: 60, seed: 3 });

describe("what is said of a stage", () => {
  it("names the step, the share and each metric with its evidence", () => {
    const text = renderStage(DRIVEN);

    expect(text).toContain("canary, step 1 of 1, 25 % of live units");
    expect(text).toContain("60 candidate units");
    expect(text).toContain("| stable, 75 % of units | candidate, 25 % of units |");
    expect(text).toMatch(
      /\| resolved \| 0\.\d{3} \(\d+\) \| 0\.\d{3} \(60\) \| [\d.e+]+ \| [▁-█]{20,} \| /,
    );
  });

  it("draws how the evidence of harm came about, a full block where the bar was reached", () => {
    const line = /\| resolved (?:\|[^|]+){3}\| ([▁-█]+) \|/.exec(renderStage(DRIVEN))?.[1] ?? "";

    expect(line.startsWith("▁")).toBe(true);
    expect(line.endsWith("█")).toBe(true);
    const fine = drive(aCanary(), () => ({ stable: 0.5, candidate: 0.9 }), { units: 60, seed: 3 });
    expect(renderStage(fine)).not.toContain("█");
  });

  it("gives a status both rates, the evidence against its bar, and its line", () => {
    expect(renderStatus(DRIVEN)).toMatch(
      /60 units: resolved 0\.\d{3} → 0\.\d{3}, harm e = [\d.e+]+ of 20 [▁-█]{8}\.$/,
    );
  });

  it("shows a rare event as a count, not as a mean", () => {
    const rules = { ...aCanary().rules, guards: { violation: { floor: 0.001 } } };
    const rollout = aCanary({ rules });
    const health = observeOutcome(rollout, { variant: "candidate", metrics: { violation: 1 } });

    expect(renderStage({ ...rollout, health })).toContain("| violation | – | 1 of 1 |");
  });

  it("says whose word it waits for until a workflow has delivered", () => {
    const asked = [{ stage: "canary", version: "candidate" }] as const;
    const serving = { asked, outlook: "awaited", since: BEGAN } as const;
    const delivered = aCanary({ delivery: BY_WORKFLOW, serving });

    expect(renderStage(delivered)).toContain("not deployed by the word of `deploy-bot[bot]`");
    const served = { ...delivered, serving: { ...serving, outlook: "served" as const } };
    expect(renderStage(served)).not.toContain("deploy-bot");
  });

  it("has no table before the first outcome", () => {
    expect(renderStage(aRollout())).not.toContain("|");
  });

  it("fits GitHub's deployment status for every reason there is", () => {
    for (const reason of REASON_CODES) {
      const text = renderStatus({ ...DRIVEN, reason });
      expect(text.length).toBeLessThanOrEqual(140);
      expect(text).not.toContain("\n");
    }
  });
});
