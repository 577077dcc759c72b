import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Hint } from "../../flows/hint.ts";
import { commandOfLabel, headOf, keyOf, originOf } from "./payload.ts";

type Payload = EmitterWebhookEvent<"pull_request">["payload"];

/** Actions after which the pull request may be another one than we judged. */
const LOOK: readonly Payload["action"][] = [
  "opened",
  "reopened",
  "synchronize",
  "edited",
  "ready_for_review",
  "converted_to_draft",
  "closed",
];

export function translatePullRequest(payload: Payload): Hint | undefined {
  const origin = originOf(payload);
  if (origin === undefined) return undefined;
  const { installation, actor } = origin;
  const key = keyOf(origin, payload.pull_request.number);
  if (payload.action === "labeled") {
    const command = commandOfLabel(payload.label?.name ?? "");
    if (command === undefined) return undefined;
    const headSha = headOf(payload.pull_request.head.sha);
    return { kind: "command", installation, asked: { key, command, actor, via: "label", headSha } };
  }
  return LOOK.includes(payload.action) ? { kind: "look", key, installation } : undefined;
}
