import { cautionOf } from "../decision/caution.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { cautionFacts } from "./drafts.ts";
import type { Entry, ExactJson } from "./entry.ts";
import { liveOutcomes, OUTCOME_KINDS } from "./live-outcomes.ts";

export type OrderProblem =
  | "decision-without-gates"
  | "stage-without-decision"
  | "parent-unknown"
  | "caution-not-replayed";

/** Tells for each entry, in their order, which rule it breaks, if any. */
export type EntryOrder = { next(entry: Entry): OrderProblem | undefined };

/** What an accepted mutation must have passed before it. */
const GATES_BEFORE_ACCEPT = ["constitution", "budget", "validation", "evaluation", "judge"];

/** What people's word never replaces: in an emergency, and for what live evidence is to decide. */
const GATES_BEFORE_EMERGENCY = ["constitution", "budget", "validation"];

/** Where an emergency leads: nobody tries it out first. */
const STAGES_AFTER_EMERGENCY = ["promoting", "promoted"];

/** Stages in which a candidate answers, or is about to be, what production runs. */
const STAGES_AFTER_ACCEPT = ["shadow", "canary", "promoting", "promoted"];

/** Stages that end a roll-out; what would begin after them at the same commit was decided anew. */
const STAGES_THAT_END = ["rolled-back", "withdrawn", "voided"];

/**
 * The life of a mutation as the record must show it: gates before the decision, an accepted decision
 * before any stage, both about the same commit, and every version after its parent. Somebody who
 * can append, yet not rewrite, cannot put a canary into the record that nothing allowed.
 *
 * What came in from outside proves nothing and is passed over.
 */
export function makeEntryOrder(): EntryOrder {
  const outcomes = new Map<string, Map<string, string>>();
  const accepted = new Set<string>();
  const quarantined = new Set<string>();
  const emergencies = new Set<string>();
  const versions = new Set<string>();
  const past: Entry[] = [];
  return {
    next: (entry) => {
      if (entry.source !== "app") return undefined;
      const about = headOf(entry);
      if (!isReplayed(entry, past)) return "caution-not-replayed";
      if (OUTCOME_KINDS.includes(entry.kind)) past.push(entry);
      if (entry.kind === "gate") recordGate(outcomes, about, entry);
      if (entry.kind === "decision") {
        // Whatever was decided before of this commit, only its newest decision counts.
        accepted.delete(about);
        emergencies.delete(about);
        const wasQuarantined = quarantined.delete(about);
        return checkDecision(
          entry,
          { gates: outcomes.get(about), wasQuarantined },
          {
            accept: () => accepted.add(about),
            emergency: () => emergencies.add(about),
            quarantine: () => quarantined.add(about),
          },
        );
      }
      if (entry.kind === "stage") return checkStage(entry, about, { accepted, emergencies });
      return entry.kind === "pointer" ? checkPointer(entry, versions) : undefined;
    },
  };
}

/** How strict a decision says that the bar was follows from the entries that it names, or it is made up. */
function isReplayed({ kind, subject, body }: Entry, past: readonly Entry[]): boolean {
  const claimed = body["caution"];
  if (kind !== "decision" || typeof claimed !== "object" || Array.isArray(claimed)) return true;
  const before = "before" in claimed ? claimed["before"] : undefined;
  if (typeof before !== "number") return false;
  const known = past.filter(({ seq }) => seq < before);
  const outcomes = liveOutcomes(known).filter(({ system }) => system === subject.system);
  const replayed = cautionFacts(cautionOf(outcomes, before));
  return canonicalJson(replayed) === canonicalJson(claimed);
}

function recordGate(
  outcomes: Map<string, Map<string, string>>,
  about: string,
  { body }: Entry,
): void {
  const gates = outcomes.get(about) ?? new Map<string, string>();
  gates.set(textOf(body["gate"]), textOf(body["outcome"]));
  outcomes.set(about, gates);
}

type Known = {
  readonly gates: ReadonlyMap<string, string> | undefined;
  readonly wasQuarantined: boolean;
};

type Allowing = Readonly<Record<"accept" | "emergency" | "quarantine", () => void>>;

function checkDecision({ body }: Entry, known: Known, allow: Allowing): OrderProblem | undefined {
  switch (textOf(body["decision"])) {
    case "emergency":
      return allowAfter(known, GATES_BEFORE_EMERGENCY, allow.emergency);
    case "accept":
      // One that waits for people allows nothing until it is written again with their approvals.
      return allowAfter(known, GATES_BEFORE_ACCEPT, isAwaited(body) ? () => {} : allow.accept);
    case "vouched":
      if (!known.wasQuarantined || !hasQuorum(body)) return "decision-without-gates";
      return allowAfter(known, GATES_BEFORE_EMERGENCY, allow.accept);
    case "quarantine":
      return allowAfter(known, [], allow.quarantine);
    case "reject":
      return allowAfter(known, [], () => {});
    default:
      return undefined;
  }
}

function allowAfter(
  { gates }: Known,
  asked: readonly string[],
  allow: () => void,
): OrderProblem | undefined {
  if (gates === undefined || asked.some((gate) => gates.get(gate) !== "pass")) {
    return "decision-without-gates";
  }
  allow();
  return undefined;
}

function isAwaited(body: Entry["body"]): boolean {
  return body["approvals_needed"] !== undefined && !hasQuorum(body);
}

function hasQuorum({ approvals, approvals_needed: needed }: Entry["body"]): boolean {
  return typeof needed === "number" && typeof approvals === "number" && approvals >= needed;
}

function checkStage(
  { body }: Entry,
  about: string,
  { accepted, emergencies }: { readonly accepted: Set<string>; readonly emergencies: Set<string> },
): OrderProblem | undefined {
  const stage = textOf(body["stage"] ?? body["state"]);
  const isLawful =
    accepted.has(about) ||
    (emergencies.has(about) && STAGES_AFTER_EMERGENCY.includes(stage)) ||
    !STAGES_AFTER_ACCEPT.includes(stage);
  if (STAGES_THAT_END.includes(stage)) {
    accepted.delete(about);
    emergencies.delete(about);
  }
  return isLawful ? undefined : "stage-without-decision";
}

function checkPointer({ subject, body }: Entry, versions: Set<string>): OrderProblem | undefined {
  const owner = `${subject.repository_id}/${subject.system ?? ""}`;
  const parent = textOf(body["parent"]);
  if (parent !== "" && !versions.has(`${owner}/${parent}`)) return "parent-unknown";
  versions.add(`${owner}/${textOf(body["version"])}`);
  return undefined;
}

function headOf({ subject }: Entry): string {
  return `${subject.repository_id}/${subject.pull ?? ""}/${subject.head_sha ?? ""}`;
}

function textOf(value: ExactJson | undefined): string {
  return typeof value === "string" ? value : "";
}
