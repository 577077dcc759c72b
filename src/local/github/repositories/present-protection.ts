import type { Json } from "../accounts/present-account.ts";
import type { Place } from "../git/present-git.ts";
import { apiUrl } from "./present-repository.ts";
import type { BranchProtection, RequiredCheck } from "./repository.ts";

export function presentRequired(check: RequiredCheck): Json {
  return { context: check.context, app_id: check.appId ?? null };
}

/** GitHub's `protected-branch`. */
export function presentProtection(place: Place, branch: string, held: BranchProtection): Json {
  const url = `${apiUrl(place.world, place.repository)}/branches/${encodeURIComponent(branch)}/protection`;
  const off = { enabled: false };
  const required = {
    url: `${url}/required_status_checks`,
    contexts_url: `${url}/required_status_checks/contexts`,
    strict: held.strict,
    contexts: (held.checks ?? []).map((check) => check.context),
    checks: (held.checks ?? []).map(presentRequired),
  };
  const reviews = {
    url: `${url}/required_pull_request_reviews`,
    dismiss_stale_reviews: false,
    require_code_owner_reviews: false,
    required_approving_review_count: held.approvals ?? 0,
    require_last_push_approval: false,
  };
  return {
    url,
    ...(held.checks === undefined ? {} : { required_status_checks: required }),
    ...(held.approvals === undefined ? {} : { required_pull_request_reviews: reviews }),
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: held.enforceAdmins },
    required_linear_history: off,
    allow_force_pushes: off,
    allow_deletions: off,
    block_creations: off,
    required_conversation_resolution: off,
    lock_branch: off,
    allow_fork_syncing: off,
  };
}
