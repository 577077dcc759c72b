import { type Digest, digestOfJson } from "../kernel/digest.ts";
import { PROMPT_DIGEST } from "./adversarial/rubric.ts";
import type { JudgeSetting } from "./judge-model.ts";
import type { JudgeMode } from "./mode-verdict.ts";

type Optional = Exclude<JudgeMode, "recompute">;

/** What the charter asks for and the installation has enabled; the first mode is nobody's choice. */
export function modesToRun(
  asked: readonly JudgeMode[],
  setting: JudgeSetting | undefined,
): readonly Optional[] {
  const order: readonly Optional[] = ["adversarial", "remeasure"];
  return setting === undefined ? [] : order.filter((mode) => asked.includes(mode));
}

/** What the charter asks for and nobody runs, so that a reader is told. */
export function modesLeftOut(
  asked: readonly JudgeMode[],
  setting: JudgeSetting | undefined,
): readonly Optional[] {
  const run = modesToRun(asked, setting);
  return [...new Set(asked)]
    .filter((mode) => mode !== "recompute")
    .filter((mode) => !run.includes(mode));
}

/** The evaluator that a decision is bound to, with the judge in it: another judge, another decision. */
export function evaluatorWith(
  evaluator: Digest,
  asked: readonly JudgeMode[],
  setting: JudgeSetting | undefined,
): Digest {
  const modes = modesToRun(asked, setting);
  if (modes.length === 0) return evaluator;
  const model = setting?.model;
  const judge =
    model === undefined || !modes.includes("adversarial")
      ? { modes }
      : {
          modes,
          prompt: PROMPT_DIGEST,
          model: { provider: model.provider, id: model.id, family: model.family },
        };
  return digestOfJson({ evaluator, judge });
}
