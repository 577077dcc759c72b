import { UNOPENED, type Unopened } from "../gate/unopened.ts";
import { REASON_CODES, type ReasonCode } from "../gate/reason-code.ts";
import type { Digest } from "../kernel/digest.ts";
import { type Instant, instant } from "../kernel/instant.ts";
import type { Entry } from "./entry.ts";
import { countIn, digestIn, proposalOf, type RecordedProposal, textIn } from "./proposals.ts";

/** A change by what it is, wherever it lies: a head, and what it would make of which version. */
export type KnownChange = {
  readonly headSha: string;
  readonly before: Digest;
  readonly after: Digest;
  readonly charter: Digest;
};

/** How far a decision had asked its sealed suite of so many items, under a lock that the suite opens. */
export type RecordedAsking = {
  readonly commitment: Digest;
  readonly headSha: string;
  readonly items: number;
};

/** What a judge of the app's held against a change, by a mode that a clone cannot run. */
export type RecordedDoubt = {
  readonly outcome: "error" | "no-data";
  readonly reason: ReasonCode;
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
  /** How far its decisions had asked, oldest first: the latest too, to be found again. */
  readonly askings: readonly RecordedAsking[];
  /** What models or second runs doubted when the app last judged it. */
  readonly doubt?: RecordedDoubt;
  /** Why its sealed suite was not opened when the app last decided: a clone cannot ask GitHub. */
  readonly unopened?: Unopened;
};

/**
 * The record as it was when the app last looked at a change, or all of it for a change that it has
 * never seen. What happened later (its own promotion, above all) would count against the change.
 */
export function recordAt(entries: readonly Entry[], change: KnownChange): RecordAt {
  const at = entries.findLastIndex((entry) => isLookAt(proposalOf(entry), change));
  const seen = entries[at];
  const askings = askingsOf(entries, change);
  if (seen === undefined) return { entries, now: entries.at(-1)?.at ?? instant(0), askings };
  const look = proposalOf(seen);
  const since = entries.slice(at);
  const ruled = decisionAfter(since, change.headSha);
  const decision = textIn(ruled?.["decision"]);
  const unopened = UNOPENED.find((code) => code === ruled?.["reason_code"]);
  const doubt = doubtIn(since, change.headSha);
  return {
    entries: entries.slice(0, at),
    now: seen.at,
    askings,
    ...(look === undefined ? {} : { look }),
    ...(decision === undefined ? {} : { decision }),
    ...(doubt === undefined ? {} : { doubt }),
    ...(unopened === undefined ? {} : { unopened }),
  };
}

/** The latest word of each such mode counts: a later judging may have cleared what one doubted. */
function doubtIn(since: readonly Entry[], headSha: string): RecordedDoubt | undefined {
  const words = new Map<string, Entry["body"]>();
  for (const { source, kind, subject, body } of since) {
    const mode = textIn(body["mode"]);
    const isOurs = source === "app" && kind === "verdict" && subject.head_sha === headSha;
    if (isOurs && mode !== undefined && mode !== "recompute") words.set(mode, body);
  }
  const doubted = [...words.values()].find((body) => body["agrees"] === "no");
  const reason = REASON_CODES.find((code) => code === doubted?.["reason_code"]);
  if (reason === undefined) return undefined;
  return { outcome: doubted?.["outcome"] === "error" ? "error" : "no-data", reason };
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

function decisionAfter(entries: readonly Entry[], headSha: string): Entry["body"] | undefined {
  const own = entries.filter(
    ({ source, kind, subject }) =>
      source === "app" && kind === "decision" && subject.head_sha === headSha,
  );
  return own.at(-1)?.body;
}

/** Told under the latest look at the same pair: a head may meet another baseline later. */
function askingsOf(
  entries: readonly Entry[],
  { headSha, before, after }: KnownChange,
): readonly RecordedAsking[] {
  let isPair = false;
  return entries.flatMap((entry) => {
    if (entry.source !== "app" || entry.subject.head_sha !== headSha) return [];
    const look = proposalOf(entry);
    if (look !== undefined) isPair = look.before === before && look.after === after;
    const commitment = digestIn(entry.body["asking_commitment"]);
    if (!isPair || entry.kind !== "evidence" || commitment === undefined) return [];
    return [{ commitment, headSha, items: countIn(entry.body["sealed_items"]) }];
  });
}
