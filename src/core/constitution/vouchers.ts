import type { Charter } from "../ir/charter.ts";

type Electorate = { readonly eligible: readonly string[]; readonly needed: number };

/**
 * Who may vouch for a mutation beside its evidence, and how many of them. A neutral one takes one
 * person who answers for the system in either way; what has too little evidence takes a quorum of
 * those who answer for the rules. Without a charter nobody can.
 */
export function vouchersIn(
  charter: Pick<Charter, "people" | "quorum"> | undefined,
  vouchedFor: "neutral" | "quarantine",
): Electorate {
  if (charter === undefined) return { eligible: [], needed: 1 };
  const { people, quorum } = charter;
  return vouchedFor === "neutral"
    ? { eligible: [...people.stewards, ...people.operators], needed: 1 }
    : { eligible: people.stewards, needed: quorum.quarantine_to_canary };
}
