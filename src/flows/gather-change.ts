import type { Finding } from "../core/gate/finding.ts";
import type { ReasonCode } from "../core/gate/reason-code.ts";
import { type Charter, CHARTER_PATH, type SystemRules } from "../core/ir/charter.ts";
import { classifyPullRequest, settleClass } from "../core/ir/classify.ts";
import { compareTrees } from "../core/ir/compare-trees.ts";
import { parseCharter } from "../core/ir/parse-charter.ts";
import type { ProposedChange } from "../core/ir/proposed-change.ts";
import type { PullRequestClass } from "../core/ir/pull-request-class.ts";
import type { Snapshot, Tree } from "../core/ir/snapshot.ts";
import { wantedPaths } from "../core/ir/wanted-paths.ts";
import type { Digest } from "../core/kernel/digest.ts";
import type { Sha } from "../core/kernel/ids.ts";
import { accepted, type Result } from "../core/kernel/result.ts";
import type { Repository } from "../ports/forge.ts";
import { loadSnapshot } from "./load-snapshot.ts";
import { type ReadMutation, readMutation } from "./read-mutation.ts";
import type { Reconciling } from "./reconciling.ts";

/** What GitHub's git objects say of one pull request, before any gate has looked at it. */
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

type Trees = {
  readonly tip: { readonly commit: Sha; readonly tree: Tree };
  readonly base: { readonly commit: Sha; readonly tree: Tree };
  readonly head: { readonly commit: Sha; readonly tree: Tree };
};

type Governing = { readonly charter: Charter; readonly digest: Digest };

/**
 * Reads what the gates judge: the difference from merge-base to head, and the charter of the base
 * branch's tip, so that a branch cut from an older, weaker charter gains nothing by its age.
 */
export async function gatherChange(reconciling: Reconciling): Promise<Gathered> {
  const { repository, pull } = reconciling;
  const mergeBase = await repository.mergeBase(pull.baseSha, pull.headSha);
  if (mergeBase === undefined) return { kind: "unreadable", reason: "no-merge-base", findings: [] };
  const trees = await loadTrees(repository, {
    tip: pull.baseSha,
    base: mergeBase,
    head: pull.headSha,
  });
  const atBase = await loadCharter(repository, trees.tip);
  if (!atBase.ok) {
    return { kind: "unreadable", reason: "charter-invalid", findings: atBase.refusal };
  }
  const changes = compareTrees(trees.base.tree, trees.head.tree);
  const pullRequestClass = classifyPullRequest({
    ...(atBase.value === undefined ? {} : { charter: atBase.value.charter }),
    changes,
    base: trees.base.tree,
    head: trees.head.tree,
  });
  if (pullRequestClass.kind === "silent") return { kind: "silent" };
  const governing = atBase.value ?? (await loadGenesis(repository, trees));
  if (governing === undefined) {
    return { kind: "unreadable", reason: "charter-invalid", findings: [] };
  }
  return readChange(reconciling, { trees, governing, pullRequestClass, changes });
}

async function loadTrees(
  repository: Repository,
  commits: { readonly tip: Sha; readonly base: Sha; readonly head: Sha },
): Promise<Trees> {
  const [tip, head] = await Promise.all([
    repository.tree(commits.tip),
    repository.tree(commits.head),
  ]);
  const base = commits.base === commits.tip ? tip : await repository.tree(commits.base);
  return {
    tip: { commit: commits.tip, tree: tip },
    base: { commit: commits.base, tree: base },
    head: { commit: commits.head, tree: head },
  };
}

async function loadCharter(
  repository: Repository,
  at: Trees["tip"],
): Promise<Result<Governing | undefined, readonly Finding[]>> {
  if (!at.tree.has(CHARTER_PATH)) return accepted(undefined);
  const snapshot = await loadSnapshot(repository, at.commit, {
    tree: at.tree,
    paths: [CHARTER_PATH],
  });
  const entry = snapshot.tree.get(CHARTER_PATH);
  const bytes = entry && snapshot.blobs.get(entry.sha);
  return parseCharter(CHARTER_PATH, bytes ?? new Uint8Array());
}

/** A first charter governs nothing yet; it is read so that it can be validated. */
async function loadGenesis(repository: Repository, trees: Trees): Promise<Governing | undefined> {
  const proposed = await loadCharter(repository, trees.head);
  return proposed.ok ? proposed.value : undefined;
}

type Reading = {
  readonly trees: Trees;
  readonly governing: Governing;
  readonly pullRequestClass: PullRequestClass;
  readonly changes: ProposedChange["treeChanges"];
};

async function readChange(reconciling: Reconciling, reading: Reading): Promise<Gathered> {
  const { governing, pullRequestClass } = reading;
  const { tip, base, head } = await loadSides(reconciling.repository, reading);
  const rules = rulesOf(governing.charter, pullRequestClass);
  const read =
    rules === undefined
      ? UNREAD
      : readMutation(reconciling.pull.body, { ...rules, base, head, tip });
  return {
    kind: "gathered",
    change: {
      charter: governing.charter,
      charterDigest: governing.digest,
      pullRequestClass: read.mutation
        ? settleClass(pullRequestClass, read.mutation.changes)
        : pullRequestClass,
      treeChanges: reading.changes,
      base,
      head,
      ...(read.mutation === undefined ? {} : { mutation: read.mutation }),
    },
    readFindings: read.findings,
    baselineMoved: read.baselineMoved,
    tip,
    ...(rules === undefined ? {} : { rules: rules.rules }),
  };
}

type Sides = { readonly tip: Snapshot; readonly base: Snapshot; readonly head: Snapshot };

async function loadSides(repository: Repository, reading: Reading): Promise<Sides> {
  const { trees, governing, pullRequestClass } = reading;
  const systems = systemsOf(pullRequestClass);
  const load = ({ commit, tree }: Trees["tip"]): Promise<Snapshot> =>
    loadSnapshot(repository, commit, {
      tree,
      paths: wantedPaths(governing.charter, systems, tree),
    });
  // One after the other: what two trees share is fetched once.
  const tip = await load(trees.tip);
  const base = await load(trees.base);
  return { tip, base, head: await load(trees.head) };
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

function systemsOf(pullRequestClass: PullRequestClass): readonly string[] {
  switch (pullRequestClass.kind) {
    case "mutation":
      return [pullRequestClass.system];
    case "mixed":
    case "several-systems":
    case "introduction":
      return pullRequestClass.systems;
    default:
      return [];
  }
}
