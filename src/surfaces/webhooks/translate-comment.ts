import { z } from "zod";
import type { Hint } from "../../flows/hint.ts";
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
  const isOnPull = payload.issue.pull_request !== undefined;
  if (payload.action !== "created" || !isOnPull) return [];
  if (payload.comment.user?.id !== payload.sender.id) return [];
  return commandLines(payload.comment.body).map((command, index) => ({
    kind: "command",
    installation: installationOf(payload),
    request: {
      guid: index === 0 ? guid : `${guid}/${index}`,
      key: keyOf(payload, payload.issue.number),
      command,
      actor: actorOf(payload.sender),
      via: "comment",
      at,
    },
  }));
}
