import type { Command } from "commander";
import { z } from "zod";
import { visible } from "../../core/prose/escape.ts";
import type { SetUpLine } from "../../core/prose/set-up.ts";
import { askApp, type AskedApp } from "./ask-app.ts";

const guardSchema = z.object({
  branch: z.string(),
  seen: z.boolean(),
  required: z.boolean().nullable(),
  pinned: z.boolean().nullable(),
  bypassers: z.int().nullable(),
});

type Guard = z.infer<typeof guardSchema>;

/** What a running app sees of a repository's set-up on GitHub. */
export async function examineApp(app: AskedApp, command: Command): Promise<readonly SetUpLine[]> {
  const url = new URL(`/api/v1/repositories/${app.repositoryId}/guard`, app.url);
  const headers = { authorization: `Bearer ${app.token}` };
  const answer = await askApp(url, { headers }, command);
  const text = await answer.text();
  if (!answer.ok) {
    const exitCode = answer.status < 500 ? 1 : 70;
    return command.error(`the app answered ${answer.status}: ${visible(text)}`, { exitCode });
  }
  return [guardLine(guardSchema.parse(JSON.parse(text)))];
}

/** Merging around the app is found afterwards all the same, so only its absence is a failure. */
function guardLine(guard: Guard): SetUpLine {
  const check = "release-check";
  const facts = { branch: guard.branch, bypassers: String(guard.bypassers ?? "") };
  const problem = problemOf(guard);
  if (problem === undefined) return { check, state: "ok", facts };
  const state = problem === "missing" || problem === "unpinned" ? "fail" : "warn";
  return { check, state, facts: { ...facts, problem } };
}

function problemOf({ seen, required, pinned, bypassers }: Guard): string | undefined {
  if (!seen) return "unseen";
  if (required !== true) return "missing";
  if (pinned !== true) return "unpinned";
  if (bypassers === null) return "bypass-unseen";
  return bypassers > 0 ? "bypassed" : undefined;
}
