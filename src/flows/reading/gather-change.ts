import type { Finding } from "../../core/gate/finding.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { type Charter, CHARTER_PATH, type SystemRules } from "../../core/ir/charter.ts";
import { classifyPullRequest, settleClass } from "../../core/ir/classify.ts";
import { compareTrees } from "../../core/ir/compare-trees.ts";
import { firstSystems, settleIntroduction } from "../../core/ir/introduced-systems.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import type { ProposedChange } from "../../core/ir/proposed-change.ts";
import { type PullRequestClass, systemsIn, systemToRun } from "../../core/ir/pull-request-class.ts";
import type { Snapshot } from "../../core/ir/snapshot.ts";
import { wantedPaths } from "../../core/ir/wanted-paths.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import { loadSnapshot } from "./load-snapshot.ts";
import {
  type Ends,
  hasCharter,
  locateTrees,
  sizeHead,
  type Trees,
  type TreesRefusal,
} from "./locate-trees.ts";
import { type ReadMutation, readMutation } from "./read-mutation.ts";

/** What the git objects say of one proposal, before any gate has looked at it. */
export type Gathered =
  | { readonly kind: "silent" }
  | {
      readonly kind: "unreadable";
      readonly reason: ReasonCode;
      readonly findings: readonly Finding[];
    }
  | GatheredChange;

export type GatheredChange = {
  readonly kind: "gathered";
  readonly change: ProposedChange;
  /** What could not be read in the head; validation reports it under `schema`. */
  readonly readFindings: readonly Finding[];
  /** True when the system changed on the base branch since this branch left it. */
  readonly baselineMoved: boolean;
  /** The base branch's tip: charter and suites come from here. */
  readonly tip: Snapshot;
  readonly rules?: SystemRules;
};

/** Two commits, and what the proposer says of the difference where anybody could hear it. */
export type Proposal = Ends & { readonly body?: string };

type Governing = { readonly charter: Charter; readonly digest: Digest };

/**
 * Reads what the gates judge: the difference from merge-base to head, and the charter of the base
 * branch's tip, so that a branch cut from an older, weaker charter gains nothing by its age.
 */
export async function gatherChange(objects: GitObjects, proposal: Proposal): Promise<Gathered> {
  const located = await locateTrees(objects, proposal);
  if (!located.ok) return refuseReading(objects, proposal, located.refusal);
  const trees = located.value;
  const atBase = await loadCharter(objects, trees.tip);
  if (!atBase.ok) {
    return { kind: "unreadable", reason: "charter-invalid", findings: atBase.refusal };
  }
  const pullRequestClass = classifyTrees(trees, atBase.value?.charter);
  if (pullRequestClass.kind === "silent") return { kind: "silent" };
  const sized =
    pullRequestClass.kind === "not-a-mutation" ? located : await sizeHead(objects, trees);
  if (!sized.ok) return refuseReading(objects, proposal, sized.refusal);
  return gatherFound(objects, proposal, {
    trees: sized.value,
    atBase: atBase.value,
    pullRequestClass,
  });
}

/** By paths, modes and names alone. */
function classifyTrees({ base, head }: Trees, charter: Charter | undefined): PullRequestClass {
  return classifyPullRequest({
    ...(charter === undefined ? {} : { charter }),
    changes: compareTrees(base.tree, head.tree),
    base: base.tree,
    head: head.tree,
  });
}

type Found = {
  readonly trees: Trees;
  readonly atBase: Governing | undefined;
  readonly pullRequestClass: PullRequestClass;
};

async function gatherFound(
  objects: GitObjects,
  proposal: Proposal,
  { trees, atBase, pullRequestClass }: Found,
): Promise<Gathered> {
  const governing = atBase === undefined ? await loadGenesis(objects, trees) : accepted(atBase);
  if (!governing.ok) {
    return { kind: "unreadable", reason: "charter-invalid", findings: governing.refusal };
  }
  const settled = await settleAmendment(objects, trees, {
    charter: governing.value.charter,
    pullRequestClass,
  });
  const changes = compareTrees(trees.base.tree, trees.head.tree);
  const reading = { trees, governing: governing.value, pullRequestClass: settled, changes };
  return readChange(objects, proposal, reading);
}

type Classified = { readonly charter: Charter; readonly pullRequestClass: PullRequestClass };

async function settleAmendment(
  objects: GitObjects,
  trees: Trees,
  { charter, pullRequestClass }: Classified,
): Promise<PullRequestClass> {
  if (pullRequestClass.kind !== "amendment") return pullRequestClass;
  const proposed = await loadCharter(objects, trees.head);
  if (!proposed.ok || proposed.value === undefined) return pullRequestClass;
  const { base, head } = trees;
  const sides = { charter, base: base.tree, head: head.tree };
  return settleIntroduction(pullRequestClass, proposed.value.charter, sides);
}

/** Where nothing is governed, a history or a tree that cannot be read is nobody's concern. */
async function refuseReading(
  objects: GitObjects,
  ends: Ends,
  reason: TreesRefusal,
): Promise<Gathered> {
  if (!(await hasCharter(objects, ends))) return { kind: "silent" };
  return { kind: "unreadable", reason, findings: [{ code: reason, rule: "schema", facts: {} }] };
}

async function loadCharter(
  objects: GitObjects,
  at: Trees["tip"],
): Promise<Result<Governing | undefined, readonly Finding[]>> {
  if (!at.tree.has(CHARTER_PATH)) return accepted(undefined);
  const snapshot = await loadSnapshot(objects, at.commit, {
    tree: at.tree,
    paths: [CHARTER_PATH],
  });
  const entry = snapshot.tree.get(CHARTER_PATH);
  const bytes = entry && snapshot.blobs.get(entry.sha);
  return parseCharter(CHARTER_PATH, bytes ?? new Uint8Array());
}

/** A first charter governs nothing yet; it is read so that it can be validated. */
async function loadGenesis(
  objects: GitObjects,
  trees: Trees,
): Promise<Result<Governing, readonly Finding[]>> {
  const proposed = await loadCharter(objects, trees.head);
  if (!proposed.ok) return proposed;
  return proposed.value === undefined ? refused([]) : accepted(proposed.value);
}

type Reading = {
  readonly trees: Trees;
  readonly governing: Governing;
  readonly pullRequestClass: PullRequestClass;
  readonly changes: ProposedChange["treeChanges"];
};

async function readChange(
  objects: GitObjects,
  proposal: Proposal,
  reading: Reading,
): Promise<Gathered> {
  const { governing, pullRequestClass } = reading;
  const { tip, base, head } = await loadSides(objects, reading);
  const rules = rulesOf(governing.charter, pullRequestClass);
  const read =
    rules === undefined ? UNREAD : readMutation(proposal.body, { ...rules, base, head, tip });
  return {
    kind: "gathered",
    change: {
      charter: governing.charter,
      charterDigest: governing.digest,
      pullRequestClass: read.mutation
        ? settleClass(pullRequestClass, read.mutation.changes, rules?.rules)
        : pullRequestClass,
      treeChanges: reading.changes,
      base,
      head,
      ...(read.mutation === undefined ? {} : { mutation: read.mutation }),
      ...(read.findings.length === 0 ? {} : { unread: read.findings }),
    },
    readFindings: read.findings,
    baselineMoved: read.baselineMoved,
    tip,
    ...(rules === undefined ? {} : { rules: rules.rules }),
  };
}

type Sides = { readonly tip: Snapshot; readonly base: Snapshot; readonly head: Snapshot };

async function loadSides(objects: GitObjects, reading: Reading): Promise<Sides> {
  const { trees, governing, pullRequestClass } = reading;
  const systems = systemsIn(pullRequestClass);
  const load = (
    { commit, tree }: Trees["tip"],
    charter = governing.charter,
    names = systems,
  ): Promise<Snapshot> =>
    loadSnapshot(objects, commit, { tree, paths: wantedPaths(charter, names, tree) });
  // One after the other: what two trees share is fetched once.
  const tip = await load(trees.tip);
  const base = await load(trees.base);
  const proposed = await loadProposed(objects, reading);
  return { tip, base, head: await load(trees.head, proposed.charter, proposed.systems) };
}

/**
 * By whose charter the head is read: the base's, but for systems that only the proposed one names.
 * One that cannot be read names none, and is refused for that later.
 */
async function loadProposed(
  objects: GitObjects,
  { trees, governing: { charter }, pullRequestClass }: Reading,
): Promise<{ readonly charter: Charter; readonly systems: readonly string[] }> {
  const systems = systemsIn(pullRequestClass);
  if (systemToRun(pullRequestClass) !== undefined) return { charter, systems };
  const proposed = await loadCharter(objects, trees.head);
  if (!proposed.ok || proposed.value === undefined) return { charter, systems };
  const { base, head } = trees;
  const first = firstSystems(proposed.value.charter, pullRequestClass, {
    charter,
    base: base.tree,
    head: head.tree,
  });
  return first.length === 0
    ? { charter, systems }
    : { charter: proposed.value.charter, systems: first };
}

const UNREAD: ReadMutation = { findings: [], baselineMoved: false };

/** Only what mutates exactly one system is read as a mutation. */
function rulesOf(
  charter: Charter,
  pullRequestClass: PullRequestClass,
): { readonly name: string; readonly rules: SystemRules } | undefined {
  if (pullRequestClass.kind !== "mutation") return undefined;
  const rules = charter.systems[pullRequestClass.system];
  return rules === undefined ? undefined : { name: pullRequestClass.system, rules };
}
