import { continues } from "../../core/decision/continues.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Weighed } from "../evaluation/weighed.ts";

type SealedRules = NonNullable<Weighed["rules"]["suites"]["sealed"]>;
type Awaits = NonNullable<PullRecord["awaits"]>;

/** What is kept of a decision for the next one on the same pair, and where that may come from. */
export function evidenceToCome({
  decision,
  evaluation,
  mutation,
  rules,
}: Weighed): Pick<PullRecord, "awaits" | "rested"> {
  const { sealed } = rules.suites;
  const awaits =
    sealed === undefined || !continues(decision)
      ? {}
      : { awaits: { ...placeIn(sealed), epoch: evaluation.epoch.epoch } };
  if (decision.asking === undefined) return awaits;
  const { units, items } = decision.asking;
  const [before, after] = [mutation.before.digest, mutation.after.digest];
  return { ...awaits, rested: { units, items, before, after } };
}

function placeIn({ ref, repository }: SealedRules): Omit<Awaits, "epoch"> {
  return { ref, ...(repository === undefined ? {} : { repository }) };
}
