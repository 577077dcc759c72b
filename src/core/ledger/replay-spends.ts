import type { Digest } from "../kernel/digest.ts";
import { type PullKey, pullNumber, repositoryId } from "../kernel/ids.ts";
import type { Instant } from "../kernel/instant.ts";
import type { Entry } from "./entry.ts";
import { countIn, digestIn, proposalOf, type RecordedProposal, textIn } from "./proposals.ts";

/** One thing used up of a system's budget, as the store keeps it. */
export type ReplayedSpend = {
  readonly key: PullKey;
  readonly system: string;
  readonly kind: "proposal" | "accepted" | "sealed-pairs" | "drift";
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
};

/** One version that was put into production, and what it came from. */
export type ReplayedEdge = {
  readonly system: string;
  readonly version: Digest;
  readonly parent?: Digest;
};

export type Replay = {
  readonly spends: readonly ReplayedSpend[];
  readonly tests: readonly ReplayedTest[];
  readonly edges: readonly ReplayedEdge[];
};

type Growing = {
  readonly looks: Map<string, RecordedProposal>;
  readonly spends: Map<string, ReplayedSpend>;
  readonly tests: Map<string, ReplayedTest>;
  readonly edges: ReplayedEdge[];
};

/**
 * What budget, cumulative drift and epoch had come to after these entries: the counters that the
 * store keeps, found again in the record alone, which is all that a clone has.
 */
export function replaySpends(entries: readonly Entry[]): Replay {
  const growing: Growing = { looks: new Map(), spends: new Map(), tests: new Map(), edges: [] };
  for (const entry of entries) if (entry.source === "app") apply(growing, entry);
  return {
    spends: [...growing.spends.values()],
    tests: [...growing.tests.values()],
    edges: growing.edges,
  };
}

function apply(growing: Growing, entry: Entry): void {
  const seen = proposalOf(entry);
  if (seen !== undefined) growing.looks.set(headOf(entry), seen);
  const look = growing.looks.get(headOf(entry));
  if (entry.kind === "pointer") applyPointer(growing, entry, look);
  if (look === undefined) return;
  if (entry.kind === "gate") applyGate(growing, entry, look);
  if (entry.kind === "evidence") applyEvidence(growing, entry, look);
  if (entry.kind === "decision") applyDecision(growing, entry, look);
}

/** A budget that passed has counted the proposal, once for each version of a pull request. */
function applyGate({ spends }: Growing, entry: Entry, look: RecordedProposal): void {
  if (entry.body["gate"] !== "budget" || entry.body["outcome"] !== "pass") return;
  spend(spends, { ...spentBy(entry, look), kind: "proposal", amount: 1 });
}

function applyEvidence({ spends, tests }: Growing, entry: Entry, look: RecordedProposal): void {
  const pairs = countIn(entry.body["sealed_pairs"]);
  if (pairs === 0) return;
  const { system, before, after } = look;
  const epoch = Math.max(1, countIn(entry.body["epoch"]));
  const slot = pairSlot(epoch, look);
  // A pair that is asked again finds its answers kept, and spends neither a test nor pairs.
  if (tests.has(slot)) return;
  const place = countIn(entry.body["tests_spent"]);
  tests.set(slot, { system, before, after, epoch, place, accepted: false });
  spend(spends, { ...spentBy(entry, look), kind: "sealed-pairs", amount: pairs });
}

function applyDecision({ spends, tests }: Growing, entry: Entry, look: RecordedProposal): void {
  if (entry.body["decision"] !== "accept") return;
  spend(spends, { ...spentBy(entry, look), kind: "accepted", amount: 1 });
  const { before, after } = look;
  for (const [slot, test] of tests) {
    const isOwn = test.system === look.system && test.before === before && test.after === after;
    if (isOwn) tests.set(slot, { ...test, accepted: true });
  }
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
  edges.push({ system, version, ...(parent === undefined ? {} : { parent }) });
  const drift = countIn(entry.body["drift_millionths"]);
  if (look === undefined || drift === 0) return;
  spend(spends, { ...spentBy(entry, look), kind: "drift", amount: drift, byPerson: false });
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
