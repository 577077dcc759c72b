import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/core/gate/finding.ts";
import type { RunResult } from "../../../src/core/ir/artifact.ts";
import { renderFinding } from "../../../src/core/prose/findings.ts";
import type { PreflightResult } from "../../../src/core/validation/preflight-result.ts";
import { STAGES } from "../../../src/core/validation/stage.ts";
import { type Measured, validate } from "../../../src/core/validation/validate.ts";
import { aChange, aSystem } from "../../support/builders.ts";
import { edited } from "../../support/edited.ts";

const usage = { steps: 3, toolCalls: 1, milliseconds: 2 };
const answer: RunResult = { kind: "answered", output: { mood: "glad", reply: "Hello" }, usage };
const STARTED: PreflightResult = { kind: "ran", candidate: answer, unstarted: [] };

const unreadable: Finding = {
  code: "yaml-unreadable",
  rule: "schema",
  place: { path: "systems/greeter/system.yaml", line: 3 },
  facts: { problem: "malformed", detail: "bad indentation" },
};

function outcomesOf(change: Parameters<typeof validate>[0], measured: Measured) {
  const report = validate(change, measured);
  return Object.fromEntries(report.stages.map(({ stage, outcome }) => [stage, outcome]));
}

describe("validation", () => {
  it("passes a sound mutation whose candidate starts, in seven stages", () => {
    const report = validate(aChange(), { preflight: STARTED });

    expect(report).toMatchObject({ gate: "validation", outcome: "pass", reason: "passed" });
    expect(report.stages.map(({ stage }) => stage)).toEqual(STAGES);
  });

  it("says no-data, not pass, while the candidate was not started", () => {
    expect(validate(aChange())).toMatchObject({
      outcome: "no-data",
      reason: "stage-not-reached",
    });
  });

  it("has nothing to say of what is no mutation", () => {
    const change = aChange({ pullRequestClass: { kind: "amendment", paths: ["CODEOWNERS"] } });

    expect(validate(change)).toMatchObject({ outcome: "pass", reason: "not-a-mutation" });
  });

  it("reports what could not be read and judges nothing after it", () => {
    const { mutation: _unread, ...change } = aChange();
    const report = validate(change, { readFindings: [unreadable], preflight: STARTED });

    expect(report).toMatchObject({ outcome: "fail", reason: "yaml-unreadable" });
    expect(report.stages.map(({ outcome }) => outcome)).toEqual([
      "fail",
      ...Array.from({ length: 6 }, () => "no-data"),
    ]);
  });

  it("does not pass a mutation that is missing without a reason", () => {
    const { mutation: _unread, ...change } = aChange();

    expect(validate(change, { preflight: STARTED }).outcome).toBe("no-data");
  });

  it("takes the ground from the stages that build on a broken graph, and from no others", () => {
    const change = edited({ "/graph/nodes/feel/tool": "nose" });

    expect(outcomesOf(change, { preflight: STARTED })).toEqual({
      schema: "pass",
      graph: "fail",
      contracts: "no-data",
      tiers: "pass",
      capabilities: "no-data",
      resources: "pass",
      preflight: "no-data",
    });
  });

  it("reports the findings of all stages that could be judged", () => {
    const change = edited({
      "/graph/edges/feel-greet/to": "nowhere",
      "/parameters/warmth/value": 7,
    });
    const report = validate(change, { preflight: STARTED });

    expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(
      new Set(["graph", "resources"]),
    );
  });

  it("tells a sandbox that broke from a candidate that failed", () => {
    const broken = validate(aChange(), { preflight: { kind: "broken", detail: "no process" } });
    const failed = validate(aChange(), { preflight: { kind: "refused", detail: "no bundle" } });

    expect(broken).toMatchObject({ outcome: "error", reason: "dependency-failed" });
    expect(failed).toMatchObject({ outcome: "fail", reason: "preflight-failed" });
  });
});

describe("the preflight stage", () => {
  it("says which walls are missing, and passes nothing that was never run", () => {
    const walls = { demanded: "wasm+process+bubblewrap", reached: "wasm+process" } as const;
    const report = validate(aChange(), { preflight: { kind: "withheld", tier: "T2", ...walls } });
    expect(report).toMatchObject({ outcome: "no-data", reason: "isolation-insufficient" });
    expect(report.findings).toMatchObject([{ rule: "preflight", facts: { tier: "T2", ...walls } }]);
  });

  it.each(["input-refused", "tool-failed", "output-refused", "over-limit", "stuck"] as const)(
    "fails a candidate whose smoke run ends in %s",
    (why) => {
      const candidate: RunResult = { kind: "failed", why, detail: "sense: threw", usage };
      const report = validate(aChange(), {
        preflight: { kind: "ran", candidate, unstarted: [] },
      });
      const [finding] = report.findings;

      expect(report.reason).toBe("preflight-failed");
      expect(finding && renderFinding(finding).message).toContain("`sense: threw`");
    },
  );
});

describe("the preflight stage's findings", () => {
  it("name every tool that does not load, and the one that failed, at its code", () => {
    const candidate: RunResult = { kind: "failed", why: "tool-failed", detail: "sense: x", usage };
    const unstarted = [{ tool: "sense", detail: "unloadable" }];
    const { findings } = validate(aChange(), { preflight: { kind: "ran", candidate, unstarted } });

    expect(findings.map(({ place, facts }) => [place, facts["problem"]])).toEqual(
      ["tool-failed", "unloaded"].map((problem) => [
        { path: "systems/greeter/tools/sense.js", line: 1, pointer: "/tools/sense" },
        problem,
      ]),
    );
    for (const finding of findings) expect(renderFinding(finding).remedy).not.toBe("");
  });
});

describe("the tiers stage", () => {
  it("names each edit that no rule covers, where it stands", () => {
    const report = validate(edited({ "/metadata/description": "Warm" }), { preflight: STARTED });

    expect(report.findings.map(({ code, place }) => [code, place?.pointer])).toEqual([
      ["tier-unmatched", "/metadata/description"],
    ]);
  });

  it("holds a claim against what the difference is", () => {
    const claim = { hypothesis: "", objective: "task", mutationClass: "tool_change" } as const;
    const change = edited({ "/parameters/warmth/value": 0.41 }, { claim });
    const [finding] = validate(change, { preflight: STARTED }).findings;

    expect(finding?.code).toBe("class-claim-false");
    expect(finding?.facts).toMatchObject({ claimed: "tool_change", derived: "parameter_update" });
  });

  it("asks for an objective, and judges the other stages all the same", () => {
    const change = aChange({ before: aSystem(), claim: { hypothesis: "It is better." } });
    const report = validate(change, { preflight: STARTED });

    expect(report.reason).toBe("objective-missing");
    expect(report.stages.filter(({ outcome }) => outcome !== "pass")).toHaveLength(1);
  });
});
