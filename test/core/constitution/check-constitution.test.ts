import { describe, expect, it } from "vitest";
import { checkConstitution } from "../../../src/core/constitution/check-constitution.ts";
import { renderFinding } from "../../../src/core/prose/findings.ts";
import type { ProposedChange } from "../../../src/core/ir/proposed-change.ts";
import { aChange, aCharter, aSystem, anEdit } from "../../support/builders.ts";
import { edited, withFile } from "../../support/edited.ts";

const lawful: readonly (readonly [string, ProposedChange])[] = [
  ["nothing changes", aChange()],
  ["a prompt says something else", withFile("prompts/reply.md", "Hello, {{mood}} one!\n")],
  ["a parameter moves by the whole of its bound", edited({ "/parameters/warmth/value": 0.5 })],
  ["a word list grows", withFile("data/moods.json", '{"glad": ["hello", "hi", "hey"]}\n')],
  ["a tool's code is rewritten", withFile("tools/sense.js", "export const run = () => ({});\n")],
  ["a tool's deadline is halved", edited({ "/tools/sense/limits/deadline_ms": 100 })],
  ["a log is kept longer", edited({ "/memory/journal/retention": "P400D" }, { silentTiers: true })],
];

describe("the constitution", () => {
  it.each(lawful)("lets a change pass when %s", (_when, change) => {
    expect(checkConstitution(change, { drift: 0 })).toEqual({
      gate: "constitution",
      outcome: "pass",
      reason: "passed",
      findings: [],
    });
  });

  it("reports every breach at once, each on a line, and names the first as the reason", () => {
    const change = edited({
      "/policies/no-cards": undefined,
      "/parameters/warmth/value": 0.9,
      "/extensions/canary": { share: 100 },
    });
    const report = checkConstitution(change, { drift: 0 });

    expect(report.outcome).toBe("fail");
    expect(report.reason).toBe(report.findings[0]?.code);
    expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(
      new Set(["C2", "C3", "C4", "C5"]),
    );
    for (const finding of report.findings) expect(finding.place?.line).toBeGreaterThan(0);
  });

  it("does not pass a mutation that could not be read", () => {
    const { mutation: _unread, ...change } = aChange();

    expect(checkConstitution(change, { drift: 0 }).outcome).toBe("no-data");
  });

  it("judges by the given charter and not by one that the head brings along", () => {
    const strict = aCharter({ rules: { tiers: [{ match: "/graph/**", tier: "T1" }] } });
    const change = aChange({ charter: strict, after: aSystem(), edits: [anEdit({ tier: "T3" })] });

    expect(checkConstitution(change, { drift: 0 }).reason).toBe("tier-escalated");
  });

  it("has a sentence of its own, with all its facts, for each breach it can find", () => {
    const change = edited({ "/policies/no-cards": undefined, "/parameters/warmth/value": "hot" });
    for (const finding of checkConstitution(change, { drift: 0 }).findings) {
      const { message, remedy } = renderFinding(finding);
      expect(message).not.toContain("`unknown`");
      expect(remedy).not.toBe("");
    }
  });
});
