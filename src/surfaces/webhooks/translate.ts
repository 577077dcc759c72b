import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Hint } from "../../flows/hint.ts";
import { translateCheckRun } from "./check-run.ts";
import { translateComment } from "./issue-comment.ts";
import { translateInstallation } from "./installation.ts";
import { translatePullRequest } from "./pull-request.ts";
import { translatePush } from "./push.ts";
import { translateReview } from "./review.ts";

/** What a delivery hints at; nothing when it is of no concern. Decides nothing itself. */
export function translate(event: EmitterWebhookEvent, appId: number): Hint | undefined {
  switch (event.name) {
    case "pull_request":
      return translatePullRequest(event.payload);
    case "pull_request_review":
      return translateReview(event.payload);
    case "issue_comment":
      return translateComment(event.payload);
    case "check_run":
      return translateCheckRun(event.payload, appId);
    case "push":
      return translatePush(event.payload);
    case "installation":
    case "installation_repositories":
      return translateInstallation(event.payload);
    default:
      return undefined;
  }
}
