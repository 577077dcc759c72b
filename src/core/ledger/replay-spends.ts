import { isHarm } from "../gate/harm.ts";
import type { Digest } from "../kernel/digest.ts";
import { type PullKey, pullNumber, repositoryId } from "../kernel/ids.ts";
import type { Instant } from "../kernel/instant.ts";
import type { Entry, EntryKind } from "./entry.ts";
import { liveOutcomes, type SystemOutcome } from "./live-outcomes.ts";
import { countIn, digestIn, proposalOf, type RecordedProposal, textIn } from "./proposals.ts";

/** One thing used up of a system's budget, as the store keeps it. */
export type ReplayedSpend = {
  readonly key: PullKey;
  readonly system: string;
  readonly kind: "proposal" | "accepted" | "sealed-pairs" | "drift" | "anchor";
  readonly before: Digest;
  readonly after: Digest;
  readonly amount: number;
  readonly byPerson: boolean;
  readonly at: Instant;
};

/** One pair of versions that has asked a sealed suite. */
type ReplayedTest = {
  readonly system: string;
  readonly before: Digest;
  readonly after: Digest;
  readonly epoch: number;
  readonly place: number;
  readonly accepted: boolean;
  /** Sealed pairs that it was offered at most; it may have asked fewer. */
  readonly offered?: number;
};

/** One version that was put into production, and what it came from. */
export type ReplayedEdge = {
  readonly system: string;
  readonly version: Digest;
  readonly parent?: Digest;
  /** Where it stands in git, as the entry says. */
  readonly commit: string;
};

/** An epoch that an amendment opened. */
type ReplayedEpoch = { readonly system: string; readonly epoch: number };

/** A version that was tried under a name, and taken back from live units. */
type TurnedBack = {
  readonly system: string;
  readonly version: Digest;
  /** True where outcomes spoke against it. */
  readonly isHarmful: boolean;
};

/** One word that a pair heard of a shard of a sealed suite. */
type ReplayedWord = {
  readonly shard: Digest;
  readonly system: string;
  readonly before: Digest;
  readonly after: Digest;
  readonly items: number;
};

export type Replay = {
  readonly spends: readonly ReplayedSpend[];
  readonly tests: readonly ReplayedTest[];
  readonly epochs: readonly ReplayedEpoch[];
  readonly edges: readonly ReplayedEdge[];
  readonly turnedBack: readonly TurnedBack[];
  readonly words: readonly ReplayedWord[];
  /** Shards that were closed. */
  readonly retired: readonly Digest[];
  /** What became of what was accepted, in front of live units. */
  readonly outcomes: readonly SystemOutcome[];
  /** How many entries it was all read from. */
  readonly size: number;
};

export const NO_REPLAY: Replay = {
  spends: [],
  tests: [],
  epochs: [],
  edges: [],
  turnedBack: [],
  words: [],
  retired: [],
  outcomes: [],
  size: 0,
};

type Growing = {
  readonly looks: Map<string, RecordedProposal>;
  readonly spends: Map<string, ReplayedSpend>;
  readonly tests: Map<string, ReplayedTest>;
  readonly epochs: ReplayedEpoch[];
  readonly edges: ReplayedEdge[];
  readonly turnedBack: TurnedBack[];
  readonly words: ReplayedWord[];
  readonly retired: Digest[];
};

/**
 * What budget, cumulative drift and epoch had come to after these entries: the counters that the
 * store keeps, found again in the record alone, which is all that a clone has.
 */
export function replaySpends(entries: readonly Entry[]): Replay {
  const growing: Growing = {
    looks: new Map(),
    spends: new Map(),
    tests: new Map(),
    epochs: [],
    edges: [],
    turnedBack: [],
    words: [],
    retired: [],
  };
  for (const entry of entries) if (entry.source === "app") apply(growing, entry);
  const { spends, tests, ...others } = growing;
  return {
    ...others,
    spends: [...spends.values()],
    tests: [...tests.values()],
    outcomes: liveOutcomes(entries),
    size: (entries.at(-1)?.seq ?? -1) + 1,
  };
}

function apply(growing: Growing, entry: Entry): void {
  const seen = proposalOf(entry);
  if (seen !== undefined) growing.looks.set(headOf(entry), seen);
  const look = growing.looks.get(headOf(entry));
  APPLY_ALONE[entry.kind]?.(growing, entry, look);
  if (look !== undefined) APPLY_TO_LOOK[entry.kind]?.(growing, entry, look);
}

type Apply<Look> = (growing: Growing, entry: Entry, look: Look) => void;

/** What counts whether or not a readable change of one system came before it. */
const APPLY_ALONE: Partial<Record<EntryKind, Apply<RecordedProposal | undefined>>> = {
  pointer: applyPointer,
  anchor: applyAnchor,
  epoch: applyEpoch,
};

const APPLY_TO_LOOK: Partial<Record<EntryKind, Apply<RecordedProposal>>> = {
  gate: applyGate,
  evidence: applyEvidence,
  decision: applyDecision,
  stage: applyStage,
};

/** A budget that passed has counted the proposal, once for each version of a pull request. */
function applyGate({ spends }: Growing, entry: Entry, look: RecordedProposal): void {
  if (entry.body["gate"] !== "budget" || entry.body["outcome"] !== "pass") return;
  spend(spends, { ...spentBy(entry, look), kind: "proposal", amount: 1 });
}

function applyEvidence(growing: Growing, entry: Entry, look: RecordedProposal): void {
  const { spends, tests } = growing;
  applyShards(growing, entry, look);
  const asked = countIn(entry.body["sealed_pairs"]);
  if (asked === 0) return;
  const { system, before, after } = look;
  const epoch = Math.max(1, countIn(entry.body["epoch"]));
  const slot = pairSlot(epoch, look);
  // A pair that is asked again finds its answers kept, and spends neither a test nor pairs, but for
  // those that the suite has gained since. How many of all were asked only the suite's holders know.
  const place = countIn(entry.body["tests_spent"]);
  const known = tests.get(slot) ?? { system, before, after, epoch, place, accepted: false };
  const gained = Math.max(0, asked - (known.offered ?? 0));
  tests.set(slot, { ...known, offered: Math.max(asked, known.offered ?? 0) });
  const amount = gained + countIn(entry.body["remeasured_pairs"]);
  if (amount > 0) spend(spends, { ...spentBy(entry, look), kind: "sealed-pairs", amount });
}

/** What a decision told of which shard, and the shard that it closed. */
function applyShards({ words, retired }: Growing, { body }: Entry, look: RecordedProposal): void {
  const { system, before, after } = look;
  const told = body["shards_told"];
  for (const one of Array.isArray(told) ? told : []) {
    const shard = digestIn(one);
    if (shard === undefined) continue;
    // How many items a word rests on is told to nobody; each that was spoken counts as another.
    const items = words.filter((known) => known.shard === shard && isOf(known, look)).length;
    words.push({ shard, system, before, after, items });
  }
  const closed = digestIn(body["shard_retired"]);
  if (closed !== undefined) retired.push(closed);
}

function applyDecision({ spends, tests }: Growing, entry: Entry, look: RecordedProposal): void {
  const ruling = textIn(entry.body["decision"]);
  if (ruling !== "accept" && ruling !== "vouched") return;
  spend(spends, { ...spentBy(entry, look), kind: "accepted", amount: 1 });
  // What went past its evidence is no acceptance of the epoch, whose promise is about evidence.
  if (ruling !== "accept") return;
  for (const [slot, test] of tests) {
    if (isOf(test, look)) tests.set(slot, { ...test, accepted: true });
  }
}

type OfPair = Pick<RecordedProposal, "system" | "before" | "after">;

function isOf(one: OfPair, { system, before, after }: OfPair): boolean {
  return one.system === system && one.before === before && one.after === after;
}

function applyPointer(
  { spends, edges }: Growing,
  entry: Entry,
  look: RecordedProposal | undefined,
): void {
  const version = digestIn(entry.body["version"]);
  const parent = digestIn(entry.body["parent"]);
  if (version === undefined) return;
  const system = textIn(entry.subject.system);
  const commit = textIn(entry.body["commit"]);
  edges.push({ system, version, commit, ...(parent === undefined ? {} : { parent }) });
  if (look === undefined || entry.body["drift_millionths"] === undefined) return;
  const drift = countIn(entry.body["drift_millionths"]);
  const promoted = { ...spentBy(entry, look), byPerson: false };
  spend(spends, { ...promoted, kind: "drift", amount: drift });
  if (entry.body["approved"] === "by-people") {
    spend(spends, { ...promoted, kind: "anchor", amount: 0 });
  }
}

/** What people approved by name, or as the first version of a system. */
function applyAnchor({ spends }: Growing, { at, subject, body }: Entry): void {
  const version = digestIn(body["version"]);
  if (version === undefined || subject.pull === undefined) return;
  const key = {
    repositoryId: repositoryId(subject.repository_id),
    pull: pullNumber(subject.pull),
  };
  const system = textIn(subject.system);
  const spent = { key, system, before: version, after: version, amount: 0, byPerson: false, at };
  if (body["by"] === "introduction") spend(spends, { ...spent, kind: "drift" });
  spend(spends, { ...spent, kind: "anchor" });
}

function applyEpoch({ epochs }: Growing, { subject, body }: Entry): void {
  epochs.push({ system: textIn(subject.system), epoch: countIn(body["epoch"]) });
}

function applyStage({ turnedBack }: Growing, { body }: Entry, look: RecordedProposal): void {
  const { system, after: version } = look;
  if (body["stage"] !== "rolled-back") return;
  turnedBack.push({ system, version, isHarmful: isHarm(textIn(body["reason_code"])) });
}

function spentBy(
  { at, subject }: Entry,
  { pull, system, before, after, byPerson }: RecordedProposal,
): Omit<ReplayedSpend, "kind" | "amount"> {
  const key = { repositoryId: repositoryId(subject.repository_id), pull: pullNumber(pull) };
  return { key, system, before, after, byPerson, at };
}

/** Counted once for each pull request and version, but for what is paid from a purse: that adds up. */
function spend(spends: Growing["spends"], one: ReplayedSpend): void {
  const slot = `${one.key.pull}/${one.kind}/${one.after}`;
  const known = spends.get(slot);
  if (known === undefined) spends.set(slot, one);
  else if (one.kind === "sealed-pairs") {
    spends.set(slot, { ...known, amount: known.amount + one.amount, at: one.at });
  }
}

function pairSlot(epoch: number, { system, before, after }: RecordedProposal): string {
  return `${epoch}/${system}/${before}/${after}`;
}

function headOf({ subject }: Entry): string {
  return `${subject.pull ?? ""}/${subject.head_sha ?? ""}`;
}
