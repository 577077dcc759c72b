import { describe, expect, it } from "vitest";
import { parseEmergency } from "../../../src/core/ir/parse-claim.ts";
import { refuseEmergency } from "../../../src/core/rollout/emergency.ts";

const PASSED = ["constitution", "budget", "validation"].map((gate) => ({ gate, outcome: "pass" }));

describe("an emergency", () => {
  it.each(["quarantined", "accepted", "held", "shadow", "canary"])(
    "may promote what is %s and passed the fast gates",
    (state) => {
      expect(refuseEmergency({ state, gates: PASSED })).toBeUndefined();
    },
  );

  it.each(["rejected", "rolled-back", "promoted", "merged", "withdrawn", "checking", "approved"])(
    "may not promote what is %s",
    (state) => {
      expect(refuseEmergency({ state, gates: PASSED })).toBe("emergency-refused");
    },
  );

  it.each(PASSED.map(({ gate }) => gate))("never skips %s", (gate) => {
    for (const outcome of ["fail", "error", "no-data"]) {
      const gates = PASSED.map((one) => (one.gate === gate ? { gate, outcome } : one));
      expect(refuseEmergency({ state: "quarantined", gates })).toBe("emergency-refused");
    }
    const absent = PASSED.filter((one) => one.gate !== gate);
    expect(refuseEmergency({ state: "quarantined", gates: absent })).toBe("emergency-refused");
  });

  it.each([
    ["## Emergency\n\nIt leaks addresses. OPS-17", true],
    ["## Emergency\n\nnow", false],
    ["## Emergency\n\n<!-- reason and ticket -->", false],
    ["Emergency: it leaks addresses", false],
  ])("is explained by %j: %s", (body, isExplained) => {
    expect(parseEmergency(body) !== undefined).toBe(isExplained);
  });
});
