import { claimsOf } from "../../core/decision/claims-of.ts";
import type { Evaluation } from "../../core/evaluation/evaluation.ts";
import type { Scorecard } from "../../core/evaluation/scorecard.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import { type ModeVerdict, recomputed, reportVerdicts } from "../../core/judging/mode-verdict.ts";
import { modesToRun } from "../../core/judging/modes-to-run.ts";
import { recompute } from "../../core/judging/recompute.ts";
import type { ModelAccount } from "../../ports/models.ts";
import { pairOf } from "../evaluation/pair-of.ts";
import { shownSuites } from "../evaluation/shown-suites.ts";
import type { Weighing } from "../gates/governing.ts";
import { hearAdversary } from "./hear-adversary.ts";
import { remeasure, type SecondRun } from "./remeasure.ts";

export type Judging = {
  readonly mutation: Mutation;
  readonly rules: SystemRules;
  readonly evaluation: Evaluation;
  /** Keeps so many sealed pairs in all, those of the evaluation among them. */
  reservePairs(pairs: number): Promise<boolean>;
  /** Whence models are paid. */
  readonly account?: ModelAccount;
  /** Whether what an earlier look asked was never counted. */
  readonly owesPairs?: boolean;
  /** Whether the mutation would be accepted with this report of the judge. */
  wouldAccept(report: GateReport): boolean;
};

export type Judged = {
  /** In the order in which they were come to; none where there was nothing to judge. */
  readonly verdicts: readonly ModeVerdict[];
  readonly report?: GateReport;
  /** What a second run asked of the sealed suite. */
  readonly sealedPairs: number;
  /** What other shards of the sealed suite it asked. */
  readonly told: readonly Digest[];
};

/**
 * The judge's word on an evaluation. It goes over the raw records first; a model and a second run
 * are asked only where an acceptance would follow, since all that they can do is take it back.
 */
export async function judgeEvaluation(
  weighing: Weighing,
  judging: Judging,
): Promise<Judged | "overtaken" | "unaffordable"> {
  const { scorecard, records, epoch, asking } = judging.evaluation;
  if (scorecard === undefined) return { verdicts: [], sealedPairs: 0, told: [] };
  const { profile } = judging.rules.evidence;
  const claims = { ...claimsOf(scorecard, profile, epoch), ...(asking && { asking }) };
  const first = recomputed(recompute(records, claims));
  const verdicts: [ModeVerdict, ...ModeVerdict[]] = [first];
  const told: Digest[] = [];
  let sealedPairs = 0;
  const { charter } = weighing.gathered.change;
  // The model before the second run: what it holds spends no sealed data.
  for (const mode of modesToRun(charter.judge.modes, weighing.reconciling.ports.judge)) {
    if (!judging.wouldAccept(reportVerdicts(verdicts))) break;
    const second =
      mode === "adversarial"
        ? await askAdversary(weighing, judging, scorecard)
        : await runAgain(weighing, judging);
    if (typeof second === "string") return second;
    verdicts.push(second.verdict);
    told.push(...second.told);
    sealedPairs += second.sealedPairs;
  }
  return { verdicts, report: reportVerdicts(verdicts), sealedPairs, told };
}

const NOTHING_ASKED = { sealedPairs: 0, told: [] } as const;

async function askAdversary(
  { reconciling, gathered }: Weighing,
  { mutation, account }: Judging,
  scorecard: Scorecard,
): Promise<SecondRun | "overtaken"> {
  const { models, judge, entropy } = reconciling.ports;
  if (models === undefined || judge?.model === undefined || entropy === undefined) {
    const facts = { controls: "unheard" };
    const reason = "judge-unconfigured";
    return {
      verdict: { mode: "adversarial", outcome: "no-data", reason, facts },
      ...NOTHING_ASKED,
    };
  }
  const adversary = {
    models,
    model: judge.model,
    random: entropy.id(),
    charter: gathered.change.charter,
    account,
    isCurrent: () => reconciling.isCurrent(),
  };
  const verdict = await hearAdversary(adversary, mutation, scorecard);
  return verdict === "overtaken" ? verdict : { verdict, ...NOTHING_ASKED };
}

function runAgain(
  { reconciling, gathered }: Weighing,
  judging: Judging,
): Promise<SecondRun | "overtaken" | "unaffordable"> {
  const { mutation, rules, evaluation } = judging;
  const { entropy } = reconciling.ports;
  return remeasure({
    ports: reconciling.ports,
    ...(entropy === undefined ? {} : { entropy }),
    mutation,
    pair: pairOf(reconciling.repository.id, mutation),
    rules,
    evaluation,
    suites: shownSuites(gathered, rules),
    openSealed: reconciling.openSealed,
    account: judging.account,
    isCurrent: () => reconciling.isCurrent(),
    reservePairs: (pairs) => judging.reservePairs(pairs),
    owesPairs: judging.owesPairs === true,
  });
}
