import type { Effect, Slot } from "../core/decision/effect.ts";
import type { InstallationId, PullKey, PullNumber, RepositoryId, Sha } from "../core/kernel/ids.ts";
import type { DeploymentReport } from "../core/rollout/deployment-report.ts";
import type { Requirement } from "../core/incident/release-guard.ts";
import type { GitObjects } from "./git-objects.ts";

export type Actor = { readonly id: number; readonly login: string; readonly isBot: boolean };

export type Role = "none" | "read" | "triage" | "write" | "maintain" | "admin";

export type PullRequest = {
  readonly number: PullNumber;
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
  readonly isDraft: boolean;
  readonly isMerged: boolean;
  readonly mergeSha?: Sha;
  readonly author: Actor;
  readonly headSha: Sha;
  readonly headRef: string;
  /** Absent when the fork was deleted; only an equal id means "same repository". */
  readonly headRepositoryId?: RepositoryId;
  readonly baseSha: Sha;
  readonly baseRef: string;
  readonly labels: readonly string[];
};

/** A human review of exactly one commit. */
export type Review = {
  readonly reviewer: Actor;
  readonly state: "approved" | "changes-requested" | "commented" | "dismissed";
  readonly sha: Sha;
};

/** Everyone who had a hand in the commits of a pull request: authors, committers, co-authors. */
export type Contributor = { readonly login?: string; readonly email?: string };

/** What a performed effect left on GitHub. `refused` is GitHub's answer, such as a blocked merge. */
export type Receipt =
  | { readonly kind: "performed"; readonly githubId: string }
  /** To be merged by GitHub's merge queue, or thrown out of it: which, only a later look tells. */
  | { readonly kind: "queued"; readonly githubId: string }
  | { readonly kind: "refused"; readonly detail: string };

/** How to find the GitHub object of a slot that was filled earlier. */
export type SlotLookup = (slot: Slot) => Promise<string | undefined>;

/** A deployment that somebody else created in an environment of a roll-out. */
export type ForeignDeployment = {
  readonly id: number;
  readonly environment: string;
  readonly sha: Sha;
  /** The commit of our own newest deployment there before it, if there was one. */
  readonly ownSha?: Sha;
};

/** A commit that holds the heads of one or more pull requests, as if they were merged. */
export type MergeGroup = {
  readonly sha: Sha;
  /** Whose head it adds to those ahead of it in the queue; absent where its name does not say. */
  readonly pull?: PullNumber;
};

/**
 * One repository on GitHub, in our words. Reads answer whole or throw: a partial page or a
 * truncated tree is a fault, never "nothing found".
 */
export type Repository = GitObjects & {
  readonly id: RepositoryId;
  readonly fullName: string;
  readonly defaultBranch: string;
  pull(number: PullNumber): Promise<PullRequest>;
  openPulls(): Promise<readonly PullRequest[]>;
  commitOf(ref: string): Promise<Sha>;
  /** The newest commit of a branch; nothing where there is no such branch, or no commit at all. */
  branchTip(branch: string): Promise<Sha | undefined>;
  /** What a merge queue is about to merge into a branch. */
  mergeGroups(branch: string): Promise<readonly MergeGroup[]>;
  /** True while GitHub's merge queue holds the pull request. */
  isQueued(number: PullNumber): Promise<boolean>;
  /**
   * Deployments in these environments with a higher id than `after` that are not ours, and the
   * highest id there is. Without environments only that id.
   */
  deploymentsAfter(
    after: number,
    environments: readonly string[],
  ): Promise<{ readonly newest: number; readonly foreign: readonly ForeignDeployment[] }>;
  /** Where a deployment is to, and of which commit; nothing where there is no such deployment. */
  deploymentOf(
    deployment: number,
  ): Promise<{ readonly environment: string; readonly sha: Sha } | undefined>;
  /** Every status of a deployment, the newest first; nothing where there is no such deployment. */
  deploymentReports(deployment: string): Promise<readonly DeploymentReport[]>;
  /**
   * Where GitHub requires a check of this name on a branch, by ruleset or branch protection. Nothing
   * where GitHub does not let this app look, which is not the same as nowhere.
   */
  requirements(branch: string, check: string): Promise<readonly Requirement[] | undefined>;
  role(login: string): Promise<Role>;
  reviews(number: PullNumber): Promise<readonly Review[]>;
  contributors(number: PullNumber): Promise<readonly Contributor[]>;
  /**
   * Performs an effect. `githubId` is what fills the slot already, if anything does. Where a crash
   * may have left the object without its id recorded (`mayExist`), it is looked for before it is made.
   */
  perform(
    effect: Effect,
    known: { readonly githubId?: string; readonly mayExist: boolean; readonly lookup: SlotLookup },
  ): Promise<Receipt>;
};

/** A pull request in its repository, both as they are at one moment. */
export type SeenPull = { readonly repository: Repository; readonly pull: PullRequest };

/** GitHub as the installed app sees it. */
export type Forge = {
  repository(installation: InstallationId, repository: RepositoryId): Promise<Repository>;
  /** What every look at a pull request begins with, in as few questions as GitHub lets it be. */
  look(installation: InstallationId, key: PullKey): Promise<SeenPull>;
  /** The account behind a user's token, or nothing when GitHub does not know the token. */
  userOf(token: string): Promise<Actor | undefined>;
};
