import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Hint } from "../../flows/hint.ts";
import { commandNamed, headOf, keyOf, originOf } from "./payload.ts";

type Payload = EmitterWebhookEvent<"check_run">["payload"];

/**
 * A button on a check run of ours, or its *Re-run*. The pull request is named by the slot that we
 * wrote into the run: GitHub's own list is empty for forks.
 */
export function translateCheckRun(payload: Payload, appId: number): Hint | undefined {
  const origin = originOf(payload);
  const run = payload.check_run;
  const pull = /^check\/[0-9a-f]{40}\/(\d{1,10})\//.exec(run.external_id ?? "")?.[1];
  if (origin === undefined || run.app?.id !== appId || pull === undefined) return undefined;
  const word = payload.action === "rerequested" ? "re-evaluate" : (requestedAction(payload) ?? "");
  const command = commandNamed(word);
  if (command === undefined) return undefined;
  const { installation, actor } = origin;
  const asked = {
    key: keyOf(origin, Number(pull)),
    command,
    actor,
    via: "button",
    headSha: headOf(run.head_sha),
  } as const;
  return { kind: "command", installation, asked };
}

function requestedAction(payload: Payload): string | undefined {
  return payload.action === "requested_action" ? payload.requested_action?.identifier : undefined;
}
