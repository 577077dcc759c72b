import type { Mutation } from "../../ir/mutation.ts";
import type { ClaimedReport } from "../judged.ts";
import type { JudgedChange } from "./case.ts";

type ShownReport = ClaimedReport & { readonly sealed: boolean };

/**
 * Cuts a mutation down to what a judge may see. What the proposer says of it (hypothesis, claimed
 * class, objective) stays out, and so does every figure that is sealed: the judge's provider is a
 * reader whom no charter names.
 */
export function changeToJudge(
  { changes }: Pick<Mutation, "changes">,
  reports: readonly ShownReport[],
): JudgedChange {
  return {
    edits: changes.edits.map(({ pointer, kind, tier, widening, before, after }) => ({
      pointer,
      kind,
      tier,
      widening,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    })),
    figures: reports.flatMap(({ dimension, source, sealed, evidence }) => {
      if (sealed || source !== "public" || evidence.kind !== "test") return [];
      const { estimate, lower, upper, n } = evidence;
      return [{ dimension, estimate, lower, upper, units: n }];
    }),
  };
}
