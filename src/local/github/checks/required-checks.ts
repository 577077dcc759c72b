import {
  roleOf,
  type Repository,
  type RequiredCheck,
  type Ruleset,
} from "../repositories/repository.ts";
import type { Author } from "../accounts/author.ts";
import type { CheckRun } from "./check-run.ts";

/** Where requirements come from; another kind of rule only needs a row in `sources`. */
export type BranchRequirement = {
  readonly strict: boolean;
  readonly enforceAdmins: boolean;
  readonly checks: readonly RequiredCheck[];
};
type Source = (repository: Repository, branch: string) => readonly BranchRequirement[];

const fromProtection: Source = (repository, branch) => {
  const found = repository.protections.get(branch);
  if (found?.checks === undefined) return [];
  return [{ strict: found.strict, enforceAdmins: found.enforceAdmins, checks: found.checks }];
};

function matches(repository: Repository, pattern: string, branch: string): boolean {
  if (pattern === "~ALL") return true;
  if (pattern === "~DEFAULT_BRANCH") return branch === repository.defaultBranch;
  return pattern === `refs/heads/${branch}`;
}

/** Nobody bypasses a ruleset without being on its bypass list, administrators included. */
const fromRulesets: Source = (repository, branch) =>
  activeRulesets(repository, branch).map((ruleset) => ({
    strict: ruleset.strict,
    enforceAdmins: true,
    checks: ruleset.checks,
  }));

/** Those that are enforced on a branch and require a check. */
export function activeRulesets(repository: Repository, branch: string): readonly Ruleset[] {
  return [...repository.rulesets.values()]
    .filter((ruleset) => ruleset.enforcement === "active" && ruleset.checks.length > 0)
    .filter((ruleset) => ruleset.include.some((pattern) => matches(repository, pattern, branch)));
}

const sources: readonly Source[] = [fromProtection, fromRulesets];

export function requirementsOf(
  repository: Repository,
  branch: string,
): readonly BranchRequirement[] {
  return sources.flatMap((source) => source(repository, branch));
}

/** Those that bind this actor: an administrator passes where administrators are not included. */
export function requirementsFor(
  repository: Repository,
  branch: string,
  actor: Author,
): readonly BranchRequirement[] {
  const isAdmin = actor.app === undefined && roleOf(repository, actor.account) === "admin";
  return requirementsOf(repository, branch).filter((rule) => !isAdmin || rule.enforceAdmins);
}

/** The newest run per app and name: an older run that was started again no longer counts. */
export function latestRuns(repository: Repository, sha: string): readonly CheckRun[] {
  const newest = new Map<string, CheckRun>();
  for (const run of repository.checkRuns.values()) {
    if (run.headSha === sha) newest.set(`${run.app.id}/${run.name}`, run);
  }
  return [...newest.values()];
}

const passing = new Set(["success", "neutral", "skipped"]);

function runCondition(run: CheckRun): string | undefined {
  if (run.status !== "completed") return run.status === "queued" ? "queued" : "in progress";
  return passing.has(run.conclusion ?? "") ? undefined : "failing";
}

function statusCondition(repository: Repository, sha: string, context: string): string | undefined {
  const own = repository.statuses.filter((status) => status.sha === sha);
  const state = own.findLast((status) => status.context === context)?.state;
  if (state === undefined) return "expected";
  if (state === "success") return undefined;
  return state === "pending" ? "pending" : "failing";
}

/** A pinned check counts only from its app; a commit status has no app and never satisfies a pin. */
function conditionOf(
  repository: Repository,
  sha: string,
  required: RequiredCheck,
): string | undefined {
  const runs = latestRuns(repository, sha).filter(
    (run) =>
      run.name === required.context &&
      (required.appId === undefined || run.app.id === required.appId),
  );
  if (runs.length > 0) return runs.map(runCondition).find((condition) => condition !== undefined);
  if (required.appId !== undefined) return "expected";
  return statusCondition(repository, sha, required.context);
}

/** GitHub's sentence about the required checks that this commit lacks; nothing when all passed. */
export function missingChecks(
  repository: Repository,
  sha: string,
  rules: readonly BranchRequirement[],
): string | undefined {
  const required = rules.flatMap((rule) => rule.checks);
  const missing = required.flatMap((check) => {
    const condition = conditionOf(repository, sha, check);
    return condition === undefined ? [] : [{ context: check.context, condition }];
  });
  const [first] = missing;
  if (first === undefined) return undefined;
  if (missing.length === 1) {
    return `Required status check "${first.context}" is ${first.condition}.`;
  }
  const conditions = [...new Set(missing.map((one) => one.condition))];
  const parts = conditions.map(
    (condition) => `${missing.filter((one) => one.condition === condition).length} ${condition}`,
  );
  return `${missing.length} of ${required.length} required status checks have not succeeded: ${parts.join(" and ")}.`;
}
