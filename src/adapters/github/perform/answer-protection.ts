import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import type { Connection } from "../connection.ts";

type Answer = Extract<Effect, { kind: "answer-protection" }>;

/** GitHub takes one answer for each environment of a run; what it was answered before stays so. */
export async function answerProtection(
  { octokit, name }: Connection,
  { run, environment, state, comment }: Answer,
): Promise<Receipt> {
  await octokit.request(
    "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
    { ...name, run_id: run, environment_name: environment, state, comment },
  );
  return { kind: "performed", githubId: `${run}/${environment}` };
}
