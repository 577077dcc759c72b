import type { Verdict } from "../decision/offline-verdict.ts";
import type { Charter, SystemRules } from "../ir/charter.ts";
import type { PullRequestClass } from "../ir/pull-request-class.ts";

/** One stage that is still to come, what it asks for, and who may send the mutation there. */
export type StageAhead = {
  readonly stage: "shadow" | "canary" | "promote";
  /** The label that asks for it; a canary's later steps may go on by themselves. */
  readonly command: string;
  readonly askedBy: readonly string[];
  readonly units?: number;
  /** Per cent of live units. */
  readonly share?: number;
  readonly soak?: string;
  readonly deadline?: string;
};

export type Ahead = {
  readonly approvals?: { readonly needed: number; readonly from: readonly string[] };
  readonly stages: readonly StageAhead[];
};

type Asking = {
  readonly verdict: Verdict;
  readonly pullRequestClass: PullRequestClass;
  readonly charter: Charter;
  readonly rules?: SystemRules;
};

const NOTHING: Ahead = { stages: [] };

/** Verdicts after which a change goes on, be it only once the app has found evidence for it. */
const GOING_ON: readonly Verdict[] = ["lawful", "accept", "amendment", "introduction", "genesis"];

/** What lies between a change and production, by the charter that is in force. */
export function planAhead({ verdict, pullRequestClass, charter, rules }: Asking): Ahead {
  if (!GOING_ON.includes(verdict)) return NOTHING;
  const stages = rules === undefined ? [] : stagesOf(charter, rules);
  const approvals = approvalsFor(pullRequestClass, charter);
  return approvals === undefined ? { stages } : { approvals, stages };
}

function approvalsFor({ kind }: PullRequestClass, charter: Charter): Ahead["approvals"] {
  const { quorum, people } = charter;
  switch (kind) {
    case "genesis":
      return { needed: 1, from: ["administrators of the repository"] };
    case "introduction":
      return { needed: quorum.introduction, from: people.stewards };
    case "amendment":
      return { needed: quorum.amendment, from: people.stewards };
    default:
      return undefined;
  }
}

function stagesOf({ people }: Charter, { rollout }: SystemRules): readonly StageAhead[] {
  const { shadow, canary } = rollout;
  const askedBy = people.operators;
  const { units, deadline } = shadow;
  return [
    { stage: "shadow", command: "omega:shadow", askedBy, units, deadline },
    ...canary.steps.map((share): StageAhead => {
      const { min_units, soak } = canary;
      const wanted = { units: min_units, share, soak, deadline: canary.deadline };
      return { stage: "canary", command: "omega:canary", askedBy, ...wanted };
    }),
    { stage: "promote", command: "omega:promote", askedBy },
  ];
}
