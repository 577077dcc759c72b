import { z } from "zod";
import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import type { Connection } from "../connection.ts";

type Dispatch = Extract<Effect, { kind: "dispatch-workflow" }>;

/** Older servers answer with nothing. */
const started = z.object({ workflow_run_id: z.number().int() });

/**
 * Starts a workflow. After a crash it may be started twice; whoever asked for it takes one answer,
 * and of the run that is recorded here, where GitHub says which one that is.
 */
export async function dispatchWorkflow(
  { octokit, name }: Connection,
  { workflow, ref, inputs }: Dispatch,
): Promise<Receipt> {
  const answer = await octokit.request(
    "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    {
      ...name,
      workflow_id: workflow.slice(workflow.lastIndexOf("/") + 1),
      ref,
      inputs: { ...inputs },
      return_run_details: true,
    },
  );
  const run = started.safeParse(answer.data);
  return { kind: "performed", githubId: run.success ? String(run.data.workflow_run_id) : "" };
}
