import { describe, expect, it } from "vitest";
import { decideOffline } from "../../../src/core/decision/offline-verdict.ts";
import type { Gate, GateReport, Outcome } from "../../../src/core/gate/gate.ts";
import type { ReasonCode } from "../../../src/core/gate/reason-code.ts";

function report(gate: Gate, outcome: Outcome, ...codes: readonly ReasonCode[]): GateReport {
  const findings = codes.map((code) => ({ code, rule: "graph", facts: {} }));
  return { gate, outcome, reason: codes[0] ?? "passed", findings };
}

const PASSED = [report("constitution", "pass"), report("validation", "pass")];

describe("the verdict on a clone", () => {
  it.each([
    ["mutation", "lawful", "passed"],
    ["not-a-mutation", "not-a-mutation", "not-a-mutation"],
    ["silent", "not-a-mutation", "no-charter"],
    ["amendment", "amendment", "passed"],
    ["introduction", "introduction", "passed"],
    ["genesis", "genesis", "passed"],
    ["mixed", "reject", "mixed-pull-request"],
    ["several-systems", "reject", "several-systems"],
  ] as const)("of a %s that no gate objects to is %s", (kind, verdict, reason) => {
    expect(decideOffline(kind, PASSED)).toEqual({ verdict, reasons: [reason] });
  });

  it("names a breach before anything else, and each code once", () => {
    const reports = [
      report("validation", "fail", "reference-broken"),
      report("constitution", "no-data"),
    ];
    const breach = report(
      "constitution",
      "fail",
      "tier-escalated",
      "drift-exceeded",
      "drift-exceeded",
    );

    expect(decideOffline("mutation", reports)).toEqual({
      verdict: "invalid",
      reasons: ["reference-broken"],
    });
    expect(decideOffline("mutation", [breach])).toEqual({
      verdict: "reject",
      reasons: ["tier-escalated", "drift-exceeded"],
    });
  });

  it.each(["error", "no-data"] as const)("is never lawful when a gate ends in %s", (outcome) => {
    const reports = [report("constitution", "pass"), report("validation", outcome)];

    expect(decideOffline("mutation", reports).verdict).toBe("quarantine");
    expect(decideOffline("amendment", reports).verdict).toBe("quarantine");
    expect(decideOffline("unreadable", reports).verdict).toBe("invalid");
  });

  it("of what could not be read is invalid, whatever the gates say", () => {
    expect(decideOffline("unreadable", PASSED).verdict).toBe("invalid");
    expect(decideOffline("unreadable", []).verdict).toBe("invalid");
  });
});
