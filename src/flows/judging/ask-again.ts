import type { SystemRules } from "../../core/ir/charter.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import {
  collectCases,
  type Collected,
  type Questions,
  type Side,
} from "../evaluation/collect-cases.ts";
import type { EvaluationPorts } from "../evaluation/evaluating.ts";
import { type ModelDesk, openModelDesk } from "../evaluation/model-desk.ts";
import type { ModelAccount } from "../../ports/models.ts";
import { openSide } from "../evaluation/open-side.ts";

export type AskingAgain = {
  readonly ports: EvaluationPorts;
  readonly before: SystemVersion;
  readonly after: SystemVersion;
  readonly rules: Pick<SystemRules, "runner">;
  readonly questions: Questions;
  readonly account?: ModelAccount | undefined;
  isCurrent(): Promise<boolean>;
};

/**
 * Runs both versions anew, under a seed that the questions' digest names. What is answered is kept
 * under that digest, so a killed second run goes on where it was and never reads the first one's.
 */
export async function askAgain(asking: AskingAgain): Promise<Collected> {
  const { ports, questions } = asking;
  const models =
    ports.models === undefined
      ? undefined
      : openModelDesk(ports.models, () => asking.isCurrent(), asking.account);
  const [baseline, candidate] = await Promise.all([
    startSide(asking, asking.before, models),
    startSide(asking, asking.after, models),
  ]);
  try {
    return await collectCases(
      {
        ports,
        baseline,
        candidate,
        ...(models === undefined ? {} : { models }),
        isCurrent: () => asking.isCurrent(),
        onProgress: () => undefined,
      },
      questions,
    );
  } finally {
    await Promise.all([baseline.runner.close(), candidate.runner.close()]);
  }
}

function startSide(
  { ports, questions, rules }: AskingAgain,
  version: SystemVersion,
  models: ModelDesk | undefined,
): Promise<Side> {
  const seed = `remeasure/${questions.digest}`;
  return openSide(ports, version, { seed, models, runner: rules.runner });
}
