import { type Digest, digestOfJson } from "../kernel/digest.ts";
import type { Asking, Rested } from "./asking.ts";

/** What an entry tells of an asking: a lock that only a holder of the suite can open. */
export type LockedAsking = {
  readonly commitment: Digest;
  readonly headSha: string;
  /** Items that the suite had. */
  readonly items: number;
};

const REASONS: readonly Asking["because"][] = ["shown", "refuted", "futile", "asked-whole"];

/**
 * Commits to where the asking stopped and why, without telling those who may read the record and
 * not the suite. `secret` follows from the suite's text alone.
 */
export function commitAsking(
  { units, items, because }: Pick<Asking, "units" | "items" | "because">,
  { secret, headSha }: { readonly secret: Digest; readonly headSha: string },
): Digest {
  return digestOfJson({ secret, head_sha: headSha, units, items, because });
}

/** Finds the one asking that the commitment was made to; whoever has the suite tries them all. */
export function openAsking(
  { commitment, headSha, items }: LockedAsking,
  secret: Digest,
): Rested | undefined {
  for (let units = 1; units <= items; units += 1) {
    const isMadeTo = REASONS.some(
      (because) => commitAsking({ units, items, because }, { secret, headSha }) === commitment,
    );
    if (isMadeTo) return { units, items };
  }
  return undefined;
}
