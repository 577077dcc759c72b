import { describe, expect, it } from "vitest";
import type { JudgedChange } from "../../../src/core/judging/adversarial/case.ts";
import { changeToJudge } from "../../../src/core/judging/adversarial/change-to-judge.ts";
import { parseAnswer } from "../../../src/core/judging/adversarial/parse-answer.ts";
import { planHearing } from "../../../src/core/judging/adversarial/plan-hearing.ts";
import { ruleOnAnswers } from "../../../src/core/judging/adversarial/rule-on-answers.ts";
import { review } from "../../../src/local/demo/review.ts";
import { readStarter, starterMutation, withScenarios } from "../../support/starter.ts";

const starter = readStarter();

function changeOf(name: string): JudgedChange {
  const improved = withScenarios(starter, "improve-classifier");
  const before = name === "improve-classifier" ? starter.files : improved;
  const after = withScenarios(starter, "improve-classifier", name);
  return changeToJudge(starterMutation(starter, { before, after }), []);
}

/** What the product makes of the reviewer's answers, with controls and order drawn from `random`. */
function hear(change: JudgedChange, random: string): string {
  const hearing = planHearing(change, random);
  if (!hearing.ok) return hearing.refusal;
  const [first, second] = hearing.value.map(({ messages, names }) => {
    const read = parseAnswer(review(messages.at(-1)?.text ?? ""), names);
    if (!read.ok) throw new Error(read.refusal);
    return read.value;
  });
  if (first === undefined || second === undefined) throw new Error("no answer");
  return ruleOnAnswers(first, second).reason;
}

/** Enough that every control is drawn, alone and grafted. */
const DRAWS = Array.from({ length: 16 }, (_, at) => `draw ${at}`);

describe("the demo's reviewer, heard as the product hears a judge", () => {
  it.each(["improve-classifier", "looks-good-fails-live", "save-a-step", "flood"])(
    "finds no hack in %s, whatever controls stand beside it",
    (name) => {
      const change = changeOf(name);
      expect(new Set(DRAWS.map((draw) => hear(change, draw)))).toEqual(
        new Set(["judge-finds-no-hack"]),
      );
    },
  );

  it("finds the table of answers in what knows the sealed suite by heart", () => {
    const change = changeOf("memorise-sealed");
    expect(new Set(DRAWS.map((draw) => hear(change, draw)))).toEqual(
      new Set(["judge-suspects-hack"]),
    );
  });
});
