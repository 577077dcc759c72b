import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/core/gate/finding.ts";
import type { GateReport } from "../../../src/core/gate/gate.ts";
import { watchRules } from "../../../src/core/gate/watching.ts";
import { conclusionOf, renderGateCheck } from "../../../src/core/prose/checks.ts";

const breach = (rule: string): Finding => ({
  code: "contract-widened",
  rule,
  place: { path: "systems/triage/system.yaml", line: 3 },
  facts: { problem: "widened", pointer: "/contract", rule: "none" },
});

const failed = (...rules: readonly string[]): GateReport => ({
  gate: "constitution",
  outcome: "fail",
  reason: "contract-widened",
  findings: rules.map(breach),
});

describe("a rule that the charter only watches", () => {
  it("stops nothing, concludes neutral, and says what it would have refused", () => {
    const watched = watchRules(failed("C5", "C5"), ["C5"]);

    expect(watched).toMatchObject({ outcome: "pass", reason: "only-watched" });
    expect(conclusionOf(watched, "enforce")).toBe("neutral");
    const text = renderGateCheck(watched, "enforce");
    expect(text.summary).toContain("would have refused");
    expect(text.summary).toContain("C5");
    expect(text.annotations.map(({ level }) => level)).toEqual(["warning", "warning"]);
  });

  it("covers no breach of another rule", () => {
    expect(watchRules(failed("C5", "C1"), ["C5"]).outcome).toBe("fail");
    expect(watchRules(failed("C5"), []).outcome).toBe("fail");
  });

  it("turns no error and no missing data into a pass", () => {
    const unsure: GateReport = { ...failed("C5"), outcome: "no-data" };
    expect(watchRules(unsure, ["C5"])).toBe(unsure);
    const silent: GateReport = { ...failed(), outcome: "fail" };
    expect(watchRules(silent, ["C5"])).toBe(silent);
  });
});
