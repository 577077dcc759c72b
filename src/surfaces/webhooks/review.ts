import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Hint } from "../../flows/hint.ts";
import { keyOf, originOf } from "./payload.ts";

type Payload = EmitterWebhookEvent<"pull_request_review">["payload"];

/** An approval may complete a quorum, and a dismissal may break one; both are read anew. */
export function translateReview(payload: Payload): Hint | undefined {
  const origin = originOf(payload);
  if (origin === undefined || payload.action === "edited") return undefined;
  const key = keyOf(origin, payload.pull_request.number);
  return { kind: "look", key, installation: origin.installation };
}
