import { z } from "zod";
import { type PullKey, repositoryId, type Sha, sha } from "../../core/kernel/ids.ts";
import type { Command } from "../../core/rollout/command.ts";
import { branchKey } from "../../flows/reconcile/branch-desk.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import { commandLines } from "./command-lines.ts";
import { actorOf, type Heard, id, inRepository, installationOf, keyOf, sender } from "./payload.ts";

export const commentSchema = inRepository.extend({
  action: z.string(),
  issue: z.object({ number: id, pull_request: z.object({}).optional() }),
  comment: z.object({ body: z.string(), user: sender.nullable() }),
  sender,
});

/**
 * Only new comments command: anybody with write access can edit the comment of somebody else. The
 * payload tells no head; which one the person meant is settled where the verdicts are kept.
 */
export function translateComment(
  payload: z.infer<typeof commentSchema>,
  { guid, at }: Heard,
): readonly Hint[] {
  if (payload.action !== "created") return [];
  if (payload.comment.user?.id !== payload.sender.id) return [];
  const isOnPull = payload.issue.pull_request !== undefined;
  return commandLines(payload.comment.body)
    .filter((command) => isOnPull || command === "onboard")
    .map((command, index) => ({
      kind: "command",
      installation: installationOf(payload),
      request: {
        guid: index === 0 ? guid : `${guid}/${index}`,
        ...addressOf(payload, command),
        command,
        actor: actorOf(payload.sender),
        via: "comment",
        at,
      },
    }));
}

/** A repository is brought under governance as a whole, wherever in it somebody asks for that. */
function addressOf(
  payload: z.infer<typeof commentSchema>,
  command: Command,
): { readonly key: PullKey; readonly headSha?: Sha } {
  return command === "onboard"
    ? { key: branchKey(repositoryId(payload.repository.id)), headSha: NO_HEAD }
    : { key: keyOf(payload, payload.issue.number) };
}

/** Git's name for no commit. */
const NO_HEAD = sha("0".repeat(40));
