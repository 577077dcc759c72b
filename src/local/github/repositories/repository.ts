import type { Account, Role } from "../accounts/account.ts";
import type { Author } from "../accounts/author.ts";
import type { CheckRun, CheckSuite, CommitStatus } from "../checks/check-run.ts";
import type { Deployment, Environment } from "../deployments/deployment.ts";
import type { ObjectStore } from "../git/objects.ts";
import type { Comment, Label } from "../issues/issue.ts";
import type { Pull, ReviewComment } from "../pulls/pull.ts";

export type RequiredCheck = {
  readonly context: string;
  /** The only app whose result counts; absent: anyone's. */
  readonly appId: number | undefined;
};

export type BranchProtection = {
  readonly strict: boolean;
  readonly checks: readonly RequiredCheck[] | undefined;
  readonly enforceAdmins: boolean;
  readonly approvals: number | undefined;
};

export type Ruleset = {
  readonly id: number;
  readonly createdAt: Date;
  readonly name: string;
  readonly enforcement: "active" | "disabled" | "evaluate";
  readonly include: readonly string[];
  readonly strict: boolean;
  readonly checks: readonly RequiredCheck[];
  /** True where nothing gets in but through the merge queue. */
  readonly hasQueue: boolean;
  /** As it was sent, for showing it again. */
  readonly source: Readonly<Record<string, unknown>>;
};

/** A pull request on its way through the merge queue, and the commit that it would make. */
export type QueueEntry = {
  readonly id: string;
  readonly pull: number;
  readonly author: Author;
  /** The commit that its group is built on, the group itself, and its branch. */
  readonly base: string;
  readonly group: string;
  readonly ref: string;
};

/** `internal` is read by every member of the enterprise: here, by every account. */
export type Visibility = "public" | "private" | "internal";

export type Repository = {
  readonly id: number;
  owner: Account;
  name: string;
  /** Names under which it was found before, in lower case. */
  readonly formerNames: Set<string>;
  visibility: Visibility;
  readonly createdAt: Date;
  readonly parent: Repository | undefined;
  readonly objects: ObjectStore;
  /** Full ref name → object id. */
  readonly refs: Map<string, string>;
  readonly collaborators: Map<number, { readonly account: Account; readonly role: Role }>;
  readonly protections: Map<string, BranchProtection>;
  readonly rulesets: Map<number, Ruleset>;
  /** Foremost first. */
  readonly queue: QueueEntry[];
  readonly labels: Map<string, Label>;
  readonly pulls: Map<number, Pull>;
  readonly comments: Map<number, Comment>;
  readonly reviewComments: Map<number, ReviewComment>;
  readonly checkSuites: Map<number, CheckSuite>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly statuses: CommitStatus[];
  readonly deployments: Map<number, Deployment>;
  readonly environments: Map<string, Environment>;
  defaultBranch: string;
  pushedAt: Date;
  updatedAt: Date;
};

export function fullNameOf(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

export function roleOf(repository: Repository, account: Account): Role {
  if (account.id === repository.owner.id) return "admin";
  const held = repository.collaborators.get(account.id)?.role;
  return held ?? (repository.visibility === "private" ? "none" : "read");
}

export function branchTip(repository: Repository, branch: string): string | undefined {
  return repository.refs.get(`refs/heads/${branch}`);
}
