import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Hint } from "../../flows/hint.ts";
import { originOf } from "./payload.ts";

type Payload = EmitterWebhookEvent<"push">["payload"];

/** A push to the default branch. Pushes to a pull request's head come as `synchronize` too. */
export function translatePush(payload: Payload): Hint | undefined {
  const origin = originOf(payload);
  if (origin === undefined) return undefined;
  if (payload.ref !== `refs/heads/${payload.repository.default_branch}`) return undefined;
  const { repositoryId, installation } = origin;
  return { kind: "base-moved", repositoryId, installation };
}
