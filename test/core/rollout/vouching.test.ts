import { describe, expect, it } from "vitest";
import { REASON_CODES } from "../../../src/core/gate/reason-code.ts";
import { awaitsPeople, refuseVouching } from "../../../src/core/rollout/vouching.ts";
import { ROLLOUT_RULES } from "../../support/rollouts.ts";

const gates = ["constitution", "budget", "validation"].map((gate) => ({ gate, outcome: "pass" }));
const head = { state: "quarantined", reason: "evidence-insufficient", gates } as const;

describe("what people may send to a staged roll-out", () => {
  it("is a quarantine that live evidence can end, and no other ending", () => {
    const eligible = REASON_CODES.filter((reason) => awaitsPeople({ ...head, reason }));

    expect(eligible).toEqual([
      "sealed-suite-missing",
      "sealed-repository-unreadable",
      "sealed-repository-public",
      "sealed-repository-shared",
      "sealed-readable-by-author",
      "runner-missing",
      "results-unsealed",
      "jump-implausible",
      "complexity-grown",
      "judge-remeasured-otherwise",
      "judge-suspects-hack",
      "evidence-insufficient",
      "no-improvement",
      "epoch-spent",
    ]);
  });

  it.each(["rejected", "held", "waiting", "approvals", "rolled-back", "accepted"])(
    "is nothing that is %s",
    (state) => {
      expect(refuseVouching({ ...head, state }, ROLLOUT_RULES)).toBe("vouching-refused");
    },
  );

  it.each(["constitution", "budget", "validation"])("is nothing that %s did not pass", (left) => {
    const others = gates.filter(({ gate }) => gate !== left);
    const failed = [...others, { gate: left, outcome: "fail" }];

    expect(refuseVouching({ ...head, gates: others }, ROLLOUT_RULES)).toBe("vouching-refused");
    expect(refuseVouching({ ...head, gates: failed }, ROLLOUT_RULES)).toBe("vouching-refused");
  });

  it("needs a live metric that is compared with production", () => {
    const rare = { ...ROLLOUT_RULES, guards: { violation: { floor: 0.001 } } };

    expect(refuseVouching(head, ROLLOUT_RULES)).toBeUndefined();
    expect(refuseVouching(head, rare)).toBe("live-guard-missing");
    expect(refuseVouching(head, { ...rare, guards: {} })).toBe("live-guard-missing");
  });
});
