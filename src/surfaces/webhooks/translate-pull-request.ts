import { z } from "zod";
import { sha } from "../../core/kernel/ids.ts";
import { COMMAND_LABEL_PREFIX } from "../../core/rollout/command.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import {
  actorOf,
  commandNamed,
  type Heard,
  id,
  inRepository,
  installationOf,
  keyOf,
  look,
  sender,
} from "./payload.ts";

/** After these a pull request may have to be judged anew. Labels of people change nothing by themselves. */
const LOOKED_AT = [
  "opened",
  "reopened",
  "synchronize",
  "edited",
  "ready_for_review",
  "converted_to_draft",
  "closed",
  "dequeued",
];

export const pullRequestSchema = inRepository.extend({
  action: z.string(),
  pull_request: z.object({ number: id, head: z.object({ sha: z.string() }) }),
  label: z.object({ name: z.string() }).optional(),
  sender,
});

/** A command label is bound to the head that its payload shows: the one the person saw. */
export function translatePullRequest(
  payload: z.infer<typeof pullRequestSchema>,
  { guid, at }: Heard,
): readonly Hint[] {
  const { number, head } = payload.pull_request;
  if (LOOKED_AT.includes(payload.action)) return [look(payload, number)];
  if (payload.action !== "labeled") return [];
  const label = payload.label?.name ?? "";
  if (!label.startsWith(COMMAND_LABEL_PREFIX)) return [];
  const command = commandNamed(label.slice(COMMAND_LABEL_PREFIX.length));
  if (command === undefined) return [];
  return [
    {
      kind: "command",
      installation: installationOf(payload),
      request: {
        guid,
        key: keyOf(payload, number),
        command,
        actor: actorOf(payload.sender),
        headSha: sha(head.sha),
        via: "label",
        at,
      },
    },
  ];
}
