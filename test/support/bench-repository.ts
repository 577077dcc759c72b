import type { Effect } from "../../src/core/decision/effect.ts";
import type { Tree } from "../../src/core/ir/snapshot.ts";
import type { DeploymentReport } from "../../src/core/rollout/deployment-report.ts";
import type { Requirement } from "../../src/core/incident/release-guard.ts";
import { accepted, refused } from "../../src/core/kernel/result.ts";
import {
  installationId,
  pullNumber,
  type RepositoryId,
  sha,
  type Sha,
} from "../../src/core/kernel/ids.ts";
import type {
  ForeignDeployment,
  PullRequest,
  Receipt,
  Repository,
  Role,
} from "../../src/ports/forge.ts";
import { aSnapshot, type Files } from "./builders.ts";

export const INSTALLATION = installationId(11);

type Commit = { readonly tree: Tree; readonly parent: Sha | undefined };

/** A repository behind the port, in memory: branches that tests push to, and effects that they read. */
export type BenchRepository = Repository & {
  readonly performed: Effect[];
  /** Deployments that somebody else created. */
  readonly foreign: ForeignDeployment[];
  push(branch: string, files: Files, parent?: Sha): Sha;
  tip(branch: string): Sha;
  open(number: number, parts: Partial<PullRequest> & { readonly headRef: string }): void;
  change(number: number, parts: Partial<PullRequest>): void;
  /** What GitHub answers to an effect, instead of doing it. */
  answer: ((effect: Effect) => Receipt | undefined) | undefined;
  /** Called before an effect is performed. */
  before: ((effect: Effect) => Promise<void> | void) | undefined;
  /** What GitHub says of a deployment, by its id. */
  readonly deployments: Map<number, { readonly environment: string; readonly sha: Sha }>;
  /** Statuses by the id of their deployment, the newest first. */
  readonly reports: Map<string, readonly DeploymentReport[]>;
  role: (login: string) => Promise<Role>;
  /** What the merge queue is about to merge, and which pull requests it holds. */
  readonly groups: Sha[];
  readonly queued: Set<number>;
  /** What requires the release check; nothing where GitHub does not let the app look. */
  guards: readonly Requirement[] | undefined;
};

export function openBenchRepository(id: RepositoryId): BenchRepository {
  const commits = new Map<Sha, Commit>();
  const blobs = new Map<Sha, Uint8Array>();
  const branches = new Map<string, Sha>();
  const pulls = new Map<number, PullRequest>();
  const performed: Effect[] = [];
  const must = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error("not in this repository");
    return value;
  };
  const ancestry = (from: Sha): readonly Sha[] => {
    const line: Sha[] = [];
    for (let at: Sha | undefined = from; at !== undefined; at = commits.get(at)?.parent) {
      line.push(at);
    }
    return line;
  };
  const current = (pull: PullRequest): PullRequest => ({
    ...pull,
    headSha: branches.get(pull.headRef) ?? pull.headSha,
    baseSha: branches.get(pull.baseRef) ?? pull.baseSha,
  });
  const pull = async (number: number) => current(must(pulls.get(number)));
  const bench: BenchRepository = {
    id,
    fullName: "acme/desk",
    defaultBranch: "main",
    performed,
    foreign: [],
    groups: [],
    queued: new Set(),
    mergeGroups: async () => bench.groups.map((sha) => ({ sha })),
    isQueued: async (number) => bench.queued.has(number),
    answer: undefined,
    before: undefined,
    push: (branch, files, parent) => {
      const snapshot = aSnapshot(files);
      for (const [blob, bytes] of snapshot.blobs) blobs.set(blob, bytes);
      const commit = sha((commits.size + 1).toString(16).padStart(40, "0"));
      commits.set(commit, { tree: snapshot.tree, parent: parent ?? branches.get(branch) });
      branches.set(branch, commit);
      return commit;
    },
    tip: (branch) => must(branches.get(branch)),
    open: (number, parts) => pulls.set(number, aPull(number, { headRepositoryId: id, ...parts })),
    change: (number, parts) => pulls.set(number, { ...must(pulls.get(number)), ...parts }),
    pull,
    openPulls: async () => [...pulls.values()].map(current).filter(({ isOpen }) => isOpen),
    mergeBase: async (base, head) => {
      const ofBase = new Set(ancestry(base));
      const found = ancestry(head).find((one) => ofBase.has(one));
      return found === undefined ? refused("no-merge-base") : accepted(found);
    },
    commitOf: async (ref) => must(branches.get(ref)),
    branchTip: async (branch) => branches.get(branch),
    deploymentsAfter: async (after) => ({
      newest: Math.max(after, ...bench.foreign.map(({ id }) => id)),
      foreign: bench.foreign.filter(({ id }) => id > after),
    }),
    reports: new Map(),
    deployments: new Map(),
    deploymentOf: async (deployment) => bench.deployments.get(deployment),
    deploymentReports: async (deployment) => bench.reports.get(deployment) ?? [],
    tree: async (commit) => must(commits.get(commit)).tree,
    blob: async (name) => must(blobs.get(name)),
    guards: [],
    requirements: async () => bench.guards,
    role: async () => "maintain",
    reviews: async () => [],
    contributors: async () => [],
    perform: async (effect) => {
      await bench.before?.(effect);
      const refused = bench.answer?.(effect);
      if (refused !== undefined) return refused;
      performed.push(effect);
      return { kind: "performed", githubId: String(performed.length) };
    },
  };
  return bench;
}

function aPull(number: number, parts: Partial<PullRequest>): PullRequest {
  return {
    number: pullNumber(number),
    title: "A change",
    body: "## Hypothesis\n\nIt helps.\n\n## Objective\n\ntask\n",
    isOpen: true,
    isDraft: false,
    isMerged: false,
    author: { id: 5, login: "triage-bot[bot]", isBot: true },
    headSha: sha("f".repeat(40)),
    headRef: "change",
    baseSha: sha("e".repeat(40)),
    baseRef: "main",
    labels: [],
    ...parts,
  };
}
