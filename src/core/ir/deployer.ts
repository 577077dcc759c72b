/** Who a job is to GitHub that reports with the token which every job gets. */
export const DEFAULT_DEPLOYER = "github-actions[bot]";

/** GitHub's logins are one person's in any case of their letters. */
export function isSameLogin(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
