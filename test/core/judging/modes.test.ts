import { describe, expect, test } from "vitest";
import type { JudgeSetting } from "../../../src/core/judging/judge-model.ts";
import { type ModeVerdict, reportVerdicts } from "../../../src/core/judging/mode-verdict.ts";
import { evaluatorWith, modesLeftOut, modesToRun } from "../../../src/core/judging/modes-to-run.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { renderVerdicts } from "../../../src/core/prose/verdicts.ts";

const ALL = ["recompute", "remeasure", "adversarial"] as const;
const JUDGE = { provider: "openai", id: "m-1", family: "openai" } as const;
const agrees: ModeVerdict = {
  mode: "recompute",
  outcome: "pass",
  reason: "judge-agrees",
  facts: {},
};
const suspects: ModeVerdict = {
  mode: "adversarial",
  outcome: "no-data",
  reason: "judge-suspects-hack",
  facts: { controls: "held", suspicion: 97 },
};

describe("the judge's modes", () => {
  test("are run where charter and installation both want them, the cheap one first", () => {
    expect(modesToRun(ALL, {})).toEqual(["adversarial", "remeasure"]);
    expect(modesToRun(["recompute", "remeasure"], {})).toEqual(["remeasure"]);
    expect(modesToRun(ALL, undefined)).toEqual([]);
    expect(modesLeftOut(ALL, undefined)).toEqual(["remeasure", "adversarial"]);
    expect(modesLeftOut(ALL, {})).toEqual([]);
  });

  test("bind a decision to the judge's model, family and prompt, as far as it is asked", () => {
    const evaluator = digestOf("evaluator");
    const settings: readonly (JudgeSetting | undefined)[] = [
      undefined,
      {},
      { model: JUDGE },
      { model: { ...JUDGE, id: "m-2" } },
      { model: { ...JUDGE, family: "other" } },
    ];
    expect(new Set(settings.map((one) => evaluatorWith(evaluator, ALL, one))).size).toBe(5);
    expect(evaluatorWith(evaluator, ["recompute"], { model: JUDGE })).toBe(evaluator);
    const named = evaluatorWith(evaluator, ["remeasure"], { model: JUDGE });
    expect(named).toBe(evaluatorWith(evaluator, ["remeasure"], {}));
  });

  test("speak through the first that does not agree", () => {
    expect(reportVerdicts([agrees, suspects])).toMatchObject({
      gate: "judge",
      outcome: "no-data",
      reason: "judge-suspects-hack",
    });
    expect(reportVerdicts([agrees])).toMatchObject({ outcome: "pass", reason: "judge-agrees" });
  });

  test("show what each came to, and never how suspicious one was", () => {
    const text = renderVerdicts([agrees, suspects], ["remeasure"]);
    expect(text).toContain("**adversarial** does not agree");
    expect(text).toContain("Controls: held.");
    expect(text).toContain("**remeasure**: asked for by the charter, not enabled here.");
    expect(text).not.toContain("97");
    expect(renderVerdicts([agrees], [])).toBe("");
  });
});
