import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/core/kernel/json.ts";
import type { PreflightResult } from "../../../src/core/validation/preflight-result.ts";
import { validate } from "../../../src/core/validation/validate.ts";
import { charterSchema, type Charter } from "../../../src/core/ir/charter.ts";
import { aCharter } from "../../support/builders.ts";
import { edited } from "../../support/edited.ts";

const usage = { steps: 3, toolCalls: 1, milliseconds: 2 };
const output = { mood: "glad", reply: "Hello" };
const STARTED: PreflightResult = {
  kind: "ran",
  candidate: { kind: "answered", output, usage },
  unstarted: [],
};
const REFUSED: PreflightResult = { kind: "refused", detail: "it does not load" };

const TOO_WARM = { "/parameters/warmth/value": 7 };
const UNGRANTED = { "/tools/sense/needs": ["post"] };

function watching(
  monitor: NonNullable<Charter["monitor"]>,
  changes: Readonly<Record<string, Json | undefined>>,
  preflight = STARTED,
) {
  const charter = aCharter({ monitor });
  return validate({ ...edited(changes), charter }, { preflight });
}

describe("a stage that the charter only watches", () => {
  it("stops nothing, and says all the same what it found", () => {
    const report = watching(["resources"], TOO_WARM);

    expect(report).toMatchObject({ outcome: "pass", reason: "only-watched" });
    expect(report.findings.map(({ rule }) => rule)).toEqual(["resources"]);
    expect(report.stages).toContainEqual(
      expect.objectContaining({ stage: "resources", outcome: "fail" }),
    );
  });

  it("takes no ground from the stages after it: the candidate is started", () => {
    expect(watching(["capabilities"], UNGRANTED)).toMatchObject({ reason: "only-watched" });
    expect(watching(["capabilities"], UNGRANTED, REFUSED)).toMatchObject({
      outcome: "fail",
      reason: "preflight-failed",
    });
  });

  it("opens nothing for an enforced stage that fails beside it", () => {
    const report = watching(["capabilities"], { ...UNGRANTED, ...TOO_WARM });

    expect(report).toMatchObject({ outcome: "fail", reason: "resource-exceeded" });
    expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(
      new Set(["capabilities", "resources"]),
    );
  });

  it("makes nothing pass that was not judged", () => {
    const report = validate({ ...edited(TOO_WARM), charter: aCharter({ monitor: ["resources"] }) });

    expect(report).toMatchObject({ outcome: "no-data", reason: "stage-not-reached" });
  });

  it.each(["schema", "graph", "preflight", "evaluation"])("is never %s", (stage) => {
    expect(charterSchema.safeParse({ ...aCharter(), monitor: [stage] }).success).toBe(false);
  });
});
