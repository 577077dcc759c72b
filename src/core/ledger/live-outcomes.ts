import type { LiveOutcome } from "../decision/caution.ts";
import type { Entry, EntryKind } from "./entry.ts";
import { textIn } from "./proposals.ts";

/** What the outcomes of acceptances are read from. */
export const OUTCOME_KINDS: readonly EntryKind[] = ["decision", "stage", "pointer"];

/** One accepted mutation that was promoted, and where in production's history its version came. */
type Promoted = { readonly seq: number; readonly version: string };

/** An outcome under the name that the system had. */
export type SystemOutcome = LiveOutcome & { readonly system: string };

type Reading = {
  /** Heads whose newest decision is an acceptance, by pull request and commit. */
  readonly accepted: Set<string>;
  readonly failed: Set<number>;
  readonly ended: number[];
  /** What production has run, oldest first, without what it went back from. */
  chain: readonly Promoted[];
  /** The promotion whose pointer entry is about to come. */
  promoted?: number;
};

/**
 * What became of the acceptances of each system, oldest first: `failed` where live units were taken back
 * from a canary that breached, or where production went back behind a promotion. A person's rollback
 * of a canary says nothing of the evidence and counts as neither; nor does what people sent on their
 * own word. Entries from outside feed nothing.
 */
export function liveOutcomes(entries: readonly Entry[]): readonly SystemOutcome[] {
  const readings = new Map<string, Reading>();
  for (const entry of entries) {
    const { system } = entry.subject;
    if (entry.source !== "app" || system === undefined) continue;
    const reading = readings.get(system) ?? nothingRead();
    readings.set(system, reading);
    read(reading, entry);
  }
  return [...readings].flatMap(([system, { ended, failed }]) =>
    ended.map((seq): SystemOutcome => ({ system, seq, kind: failed.has(seq) ? "failed" : "held" })),
  );
}

function nothingRead(): Reading {
  return { accepted: new Set(), failed: new Set(), ended: [], chain: [] };
}

function read(reading: Reading, entry: Entry): void {
  const { kind, body } = entry;
  if (kind === "decision") readDecision(reading, entry);
  if (kind === "stage") readStage(reading, entry);
  if (kind === "pointer") readPointer(reading, textIn(body["version"]), entry.seq);
}

function readDecision({ accepted }: Reading, entry: Entry): void {
  const about = headOf(entry);
  if (entry.body["decision"] === "accept") accepted.add(about);
  else accepted.delete(about);
}

function readStage(reading: Reading, entry: Entry): void {
  const about = headOf(entry);
  if (!reading.accepted.has(about)) return;
  const { stage, reason_code: reason } = entry.body;
  const isBreach = stage === "rolled-back" && reason === "canary-breach";
  if (stage !== "promoted" && !isBreach) return;
  reading.accepted.delete(about);
  reading.ended.push(entry.seq);
  if (isBreach) reading.failed.add(entry.seq);
  else reading.promoted = entry.seq;
}

/** Production on a version that it ran before: everything promoted since then did not last. */
function readPointer(reading: Reading, version: string, seq: number): void {
  const back = reading.chain.findLastIndex((one) => one.version === version);
  if (back >= 0) {
    for (const one of reading.chain.slice(back + 1)) reading.failed.add(one.seq);
    reading.chain = reading.chain.slice(0, back + 1);
  } else {
    reading.chain = [...reading.chain, { seq: reading.promoted ?? seq, version }];
  }
  delete reading.promoted;
}

function headOf({ subject }: Entry): string {
  return `${subject.pull ?? ""}/${subject.head_sha ?? ""}`;
}
