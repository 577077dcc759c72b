import { checkBudget, type Request } from "../../../src/core/budget/check-budget.ts";
import { checkConstitution } from "../../../src/core/constitution/check-constitution.ts";
import type { History } from "../../../src/core/constitution/constraint.ts";
import type { GateReport } from "../../../src/core/gate/gate.ts";
import { normaliseMutation } from "../../../src/core/ir/normalise-mutation.ts";
import { CHARTER_PATH, type Charter } from "../../../src/core/ir/charter.ts";
import { compareTrees } from "../../../src/core/ir/compare-trees.ts";
import type { ProposedChange } from "../../../src/core/ir/proposed-change.ts";
import { readSystem } from "../../../src/core/ir/read-system.ts";
import type { Snapshot } from "../../../src/core/ir/snapshot.ts";
import type { SystemVersion } from "../../../src/core/ir/system.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { aCharter, aSnapshot, type Files, SYSTEM_ROOT } from "../../support/builders.ts";
import type { Change } from "./changes.ts";

/** What both sides of the comparison are asked: the six rules about one change. */
export type Question = {
  readonly name: string;
  readonly change: ProposedChange;
  readonly history: History;
  readonly budget: Request;
};

const NOW = instant(1_700_000_000_000);

const CHARTER: Charter = aCharter({
  rules: {
    protected: ["prompts/p0"],
    tiers: [
      { match: "/parameters/*", tier: "T0", bound: { relative_change: 0.25 } },
      { match: "/models/*/params/*", tier: "T0" },
      { match: "/prompts/**", tier: "T1" },
      { match: "/graph/**", tier: "T1" },
      { match: "/memory/**", tier: "T2", widen_to: "T3" },
      { match: "/policies/**", tier: "T2", widen_to: "T3" },
      { match: "/tools/**", tier: "T2", widen_to: "T3" },
      { match: "/capabilities/**", tier: "T2", widen_to: "T3" },
    ],
    budget: {
      window: "P1D",
      proposals: 20,
      accepted: 5,
      drift: 8,
      reserve: { people: 4, rollback: 4 },
      spend: { usd: 20, sealed_pairs: 20_000 },
    },
  },
});

const SUITE = Array.from({ length: 60 }, (_, at) =>
  JSON.stringify({
    id: `case-${at}`,
    input: { message: `please tell me where parcel number ${at} is now` },
    expected: "parcel",
  }),
).join("\n");

/** Reads both sides as the product would, up to the point where the rules begin. */
export function questionOf(
  files: Files,
  { name, edit, drift = 0, proposals = 0 }: Change,
): Question {
  const beside = { [CHARTER_PATH]: "base", [`${SYSTEM_ROOT}/evals/public.jsonl`]: SUITE };
  const base = aSnapshot({ ...beside, ...files });
  const head = sharing(base, aSnapshot(edit({ ...beside, ...files })));
  const spent = Array.from({ length: proposals }, () => ({
    kind: "proposal" as const,
    amount: 1,
    byPerson: false,
    at: NOW,
  }));
  const proposal = {
    byPerson: false,
    isRollback: false,
    isCounted: false,
    sealedPairs: 0,
    usdMicros: 0,
  };
  return {
    name,
    change: changeOf(base, head),
    history: { drift },
    budget: { rules: rulesOf().budget, spent, proposal, now: NOW },
  };
}

/** The product holds one copy of a blob, however many trees have it. */
export function sharing(base: Snapshot, head: Snapshot): Snapshot {
  const blobs = [...head.blobs].map(([id, bytes]) => [id, base.blobs.get(id) ?? bytes] as const);
  return { ...head, blobs: new Map(blobs) };
}

export function changeOf(base: Snapshot, head: Snapshot): ProposedChange {
  const treeChanges = compareTrees(base.tree, head.tree);
  const facts = { charter: CHARTER, charterDigest: digestOf("charter"), treeChanges, base, head };
  if (treeChanges.some(({ path }) => path === CHARTER_PATH)) {
    const pullRequestClass = {
      kind: "mixed",
      systems: ["greeter"],
      governed: [CHARTER_PATH],
    } as const;
    return { ...facts, pullRequestClass };
  }
  const [before, after] = [readSide(base), readSide(head)];
  const claim = { hypothesis: "It helps.", objective: "task" } as const;
  const sides = { before, after, rules: rulesOf(), claim };
  const mutation = normaliseMutation({ system: "greeter", ...sides });
  return { ...facts, pullRequestClass: { kind: "mutation", system: "greeter" }, mutation };
}

/** Beyond the reader's own, for the growth of systems that no repository should have. */
const LIMITS = { maxBytes: 8 * 2 ** 20, maxEvents: 1_000_000 };

function readSide(snapshot: Snapshot): SystemVersion {
  const read = readSystem({ name: "greeter", root: SYSTEM_ROOT, snapshot, limits: LIMITS });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal.slice(0, 3)));
  return read.value;
}

export function rulesOf(): Charter["systems"][string] {
  const rules = CHARTER.systems["greeter"];
  if (rules === undefined) throw new Error("the charter has lost its system");
  return rules;
}

/**
 * The same question, of parts that nobody has seen: what was worked out about its edits in an
 * earlier round is not known in this one. The base, and so what its suites hold, stays the same.
 */
export function askedAnew(question: Question): Question {
  const { mutation } = question.change;
  if (mutation === undefined) return { ...question, change: { ...question.change } };
  const edits = mutation.changes.edits.map((edit) => ({ ...edit }));
  const [before, after] = [unseen(mutation.before), unseen(mutation.after)];
  const anew = { ...mutation, before, after, changes: { edits } };
  return { ...question, change: { ...question.change, mutation: anew } };
}

function unseen(version: SystemVersion): SystemVersion {
  return { ...version, system: { ...version.system } };
}

/** The rules and the budget, as the product calls them. */
export function askOurs({ change, history, budget }: Question): readonly GateReport[] {
  return [checkConstitution(change, history), checkBudget(budget)];
}

/** The rules that the change breaches. */
export function breached(reports: readonly GateReport[]): readonly string[] {
  return [
    ...new Set(reports.flatMap(({ findings }) => findings.map(({ rule }) => rule))),
  ].toSorted();
}
