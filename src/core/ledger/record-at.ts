import type { Digest } from "../kernel/digest.ts";
import { type Instant, instant } from "../kernel/instant.ts";
import type { Entry } from "./entry.ts";
import { proposalOf, type RecordedProposal, textIn } from "./proposals.ts";

/** A change by what it is, wherever it lies: a head, and what it would make of which version. */
export type KnownChange = {
  readonly headSha: string;
  readonly before: Digest;
  readonly after: Digest;
  readonly charter: Digest;
};

/** The record as far as it counts for one change. */
export type RecordAt = {
  readonly entries: readonly Entry[];
  /** The time by the record's own clock, so that the same record always gives the same answer. */
  readonly now: Instant;
  /** The app's latest look at this very change, when it has had one. */
  readonly look?: RecordedProposal;
  /** What the app decided of it, if it did. */
  readonly decision?: string;
};

/**
 * The record as it was when the app last looked at a change, or all of it for a change that it has
 * never seen. What happened later (its own promotion, above all) would count against the change.
 */
export function recordAt(entries: readonly Entry[], change: KnownChange): RecordAt {
  const at = entries.findLastIndex((entry) => isLookAt(proposalOf(entry), change));
  const seen = entries[at];
  if (seen === undefined) return { entries, now: entries.at(-1)?.at ?? instant(0) };
  const look = proposalOf(seen);
  const decision = decisionAfter(entries.slice(at), change.headSha);
  return {
    entries: entries.slice(0, at),
    now: seen.at,
    ...(look === undefined ? {} : { look }),
    ...(decision === undefined ? {} : { decision }),
  };
}

function isLookAt(look: RecordedProposal | undefined, change: KnownChange): boolean {
  return (
    look !== undefined &&
    look.headSha === change.headSha &&
    look.before === change.before &&
    look.after === change.after &&
    look.charter === change.charter
  );
}

function decisionAfter(entries: readonly Entry[], headSha: string): string | undefined {
  const own = entries.filter(
    ({ source, kind, subject }) =>
      source === "app" && kind === "decision" && subject.head_sha === headSha,
  );
  const last = own.at(-1);
  return last === undefined ? undefined : textIn(last.body["decision"]);
}
