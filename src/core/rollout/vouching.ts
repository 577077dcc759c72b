import type { ReasonCode } from "../gate/reason-code.ts";
import type { RolloutRules } from "../ir/charter.ts";

/**
 * Why a roll-out rests on people beside its evidence: it changes nothing for the better that
 * evidence could show (`neutral`), or its evidence is missing and live units are to say (`quarantine`).
 */
export type Vouching = {
  readonly for: "neutral" | "quarantine";
  /** Whether the approvals stood when they were last counted. */
  readonly stands: boolean;
};

/**
 * Quarantines that live evidence can end: evidence is missing, too little, or doubted in a way that
 * people can look into. Not among them: figures that do not follow from their own records, suites
 * that bear witness once, walls that are too thin, and outages. Those say that the measuring is
 * broken or can simply be done again, and people's word would only cover that up.
 */
const ELIGIBLE: readonly ReasonCode[] = [
  "evidence-insufficient",
  "no-improvement",
  "epoch-spent",
  "sealed-suite-missing",
  "sealed-repository-unreadable",
  "sealed-repository-public",
  "sealed-repository-shared",
  "sealed-readable-by-author",
  "runner-missing",
  "results-unsealed",
  "jump-implausible",
  "complexity-grown",
  "judge-remeasured-otherwise",
  "judge-suspects-hack",
];

/** What nobody's word replaces: the six rules, and a definition that runs. */
const NEVER_SKIPPED = ["constitution", "budget", "validation"];

type Head = {
  readonly state: string;
  readonly reason: ReasonCode;
  readonly gates: readonly { readonly gate: string; readonly outcome: string }[];
};

/** Whether people may take a head from where it stands into a staged roll-out. */
export function awaitsPeople({ state, reason, gates }: Head): boolean {
  const passed = gates.filter(({ outcome }) => outcome === "pass").map(({ gate }) => gate);
  const isLawful = NEVER_SKIPPED.every((gate) => passed.includes(gate));
  return isLawful && state === "quarantined" && ELIGIBLE.includes(reason);
}

/** Why live evidence may not decide on a head, whoever wants it to; nothing when it may. */
export function refuseVouching(head: Head, rules: RolloutRules): ReasonCode | undefined {
  if (!awaitsPeople(head)) return "vouching-refused";
  return canShowNoHarm(rules) ? undefined : "live-guard-missing";
}

/** Without a metric that is compared with production, a canary that nobody contradicts shows nothing. */
function canShowNoHarm({ guards }: RolloutRules): boolean {
  return Object.values(guards).some((guard) => "margin" in guard);
}
