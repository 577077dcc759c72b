import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import type { Connection } from "../connection.ts";

type Merge = Extract<Effect, { kind: "merge" }>;

/**
 * Merges exactly the decided head. A merge whose answer was lost shows as a merged pull request
 * with that head; any other answer of GitHub's is final for this effect.
 */
export async function merge(connection: Connection, effect: Merge): Promise<Receipt> {
  const { octokit, name, mergeMethod } = connection;
  const at = { ...name, pull_number: effect.pull };
  const pull = await octokit.rest.pulls.get(at);
  if (pull.data.merged) {
    return pull.data.head.sha === effect.sha
      ? { kind: "performed", githubId: pull.data.merge_commit_sha ?? effect.sha }
      : { kind: "refused", detail: "another head was merged" };
  }
  const merged = await octokit.rest.pulls.merge({
    ...at,
    sha: effect.sha,
    merge_method: mergeMethod,
    commit_title: effect.title,
  });
  return { kind: "performed", githubId: merged.data.sha };
}
