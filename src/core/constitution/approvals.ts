import type { Sha } from "../kernel/ids.ts";

export type Approval = { readonly login: string; readonly isBot: boolean; readonly sha: Sha };

export type ApprovalRule = {
  readonly headSha: Sha;
  /** Logins that may approve: the charter's stewards, or a repository's admins at genesis. */
  readonly eligible: readonly string[];
  /** Everyone who had a hand in the change: author, pusher, committers, co-authors. */
  readonly involved: readonly string[];
  readonly needed: number;
};

export type Approvals = { readonly standing: readonly string[]; readonly needed: number };

/**
 * Who validly approved exactly this head. An approval of an earlier commit, by a bot, by somebody
 * with a hand in the change, or by the same person twice, counts for nothing.
 */
export function countApprovals(approvals: readonly Approval[], rule: ApprovalRule): Approvals {
  const eligible = new Set(rule.eligible.map(folded));
  const involved = new Set(rule.involved.map(folded));
  const standing = new Set<string>();
  for (const approval of approvals) {
    const login = folded(approval.login);
    if (approval.isBot || approval.sha !== rule.headSha) continue;
    if (eligible.has(login) && !involved.has(login)) standing.add(login);
  }
  return { standing: [...standing].sort(), needed: rule.needed };
}

/** Whether as many stand as were asked for. */
export function suffice({ standing, needed }: Approvals): boolean {
  return standing.length >= needed;
}

/** GitHub's logins differ in case only for the eye. */
function folded(login: string): string {
  return login.toLowerCase();
}
