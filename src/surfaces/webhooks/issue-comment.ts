import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Command } from "../../core/rollout/command.ts";
import type { Hint } from "../../flows/hint.ts";
import { commandNamed, keyOf, originOf } from "./payload.ts";

type Payload = EmitterWebhookEvent<"issue_comment">["payload"];

const COMMAND_LINE = /^\/omega\s+([a-z-]+)\s*$/;

/**
 * `/omega <command>` in a new comment on a pull request. Edited comments are ignored: whoever may
 * write here may edit the words of somebody else.
 */
export function translateComment(payload: Payload): Hint | undefined {
  const origin = originOf(payload);
  const isPull = payload.issue.pull_request !== undefined && payload.issue.pull_request !== null;
  if (origin === undefined || payload.action !== "created" || !isPull) return undefined;
  const command = commandIn(payload.comment.body);
  if (command === undefined) return undefined;
  const { installation, actor } = origin;
  const key = keyOf(origin, payload.issue.number);
  return { kind: "command", installation, asked: { key, command, actor, via: "comment" } };
}

/** The first command line outside code blocks; a quoted line begins with `>` and is none. */
export function commandIn(body: string): Command | undefined {
  let fence: string | undefined;
  for (const line of body.split(/\r?\n/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined;
    } else if (mark === undefined) {
      const word = COMMAND_LINE.exec(line)?.[1];
      if (word !== undefined) return commandNamed(word);
    } else {
      fence = mark;
    }
  }
  return undefined;
}
