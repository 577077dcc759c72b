import { z } from "zod";
import { loadCommit } from "../git/commit.ts";
import { entryAt } from "../git/flat-tree.ts";
import { objectOf } from "../git/objects.ts";
import { noContent, notFound, ok, refused } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type Route } from "../http/route.ts";
import { apiUrl } from "./present-repository.ts";
import { branchTip, fullNameOf, type Repository } from "./repository.ts";

const TRIGGER = /^\s*workflow_dispatch\s*:/m;

/** The text of a workflow on a branch. Workflows are known by the name of their file. */
function workflowOn(repository: Repository, branch: string, file: string): string | undefined {
  const tip = branchTip(repository, branch);
  if (tip === undefined) return undefined;
  const { tree } = loadCommit(repository.objects, tip);
  const entry = entryAt(repository.objects, tree, `.github/workflows/${file}`);
  return entry && new TextDecoder().decode(objectOf(repository.objects, "blob", entry.sha));
}

/** Starts nothing: whoever plays the runner reads what was asked in the exchange. */
const dispatch = repositoryRoute({
  method: "POST",
  path: "/actions/workflows/{workflow_id}/dispatches",
  app: ["actions:write"],
  user: "write",
  body: z.object({
    ref: z.string().min(1),
    inputs: z.record(z.string(), z.unknown()).default({}),
    return_run_details: z.boolean().default(false),
  }),
  answer: (visit) => {
    const { world, repository, body } = visit;
    const file = param(visit, "workflow_id");
    if (workflowOn(repository, repository.defaultBranch, file) === undefined) return notFound();
    if (branchTip(repository, body.ref) === undefined) {
      return refused(422, `No ref found for: ${body.ref}`);
    }
    if (!TRIGGER.test(workflowOn(repository, body.ref, file) ?? "")) {
      return refused(422, "Workflow does not have 'workflow_dispatch' trigger");
    }
    if (!body.return_run_details) return noContent();
    const run = world.nextId();
    return ok({
      workflow_run_id: run,
      run_url: `${apiUrl(world, repository)}/actions/runs/${run}`,
      html_url: `${world.url}/${fullNameOf(repository)}/actions/runs/${run}`,
    });
  },
});

export const workflowRoutes: readonly Route[] = [dispatch];
