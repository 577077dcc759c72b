import type { z } from "zod";
import { type Result, accepted, refused } from "../../core/kernel/result.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import type { Heard } from "./payload.ts";
import {
  checkRunSchema,
  checkSuiteSchema,
  translateCheckRun,
  translateCheckSuite,
} from "./translate-check.ts";
import { commentSchema, translateComment } from "./translate-comment.ts";
import {
  deploymentSchema,
  deploymentStatusSchema,
  translateDeployment,
  translateDeploymentStatus,
} from "./translate-deployment.ts";
import { installationSchema, translateInstallation } from "./translate-installation.ts";
import { mergeGroupSchema, translateMergeGroup } from "./translate-merge-group.ts";
import { protectionSchema, translateProtection } from "./translate-protection.ts";
import { pullRequestSchema, translatePullRequest } from "./translate-pull-request.ts";
import { pushSchema, translatePush } from "./translate-push.ts";
import { reviewSchema, translateReview } from "./translate-review.ts";

type Translation = (payload: unknown, heard: Heard) => Result<readonly Hint[], string>;

const TRANSLATIONS: ReadonlyMap<string, Translation> = new Map([
  ["pull_request", translation(pullRequestSchema, translatePullRequest)],
  ["pull_request_review", translation(reviewSchema, translateReview)],
  ["issue_comment", translation(commentSchema, translateComment)],
  ["check_run", translation(checkRunSchema, translateCheckRun)],
  ["check_suite", translation(checkSuiteSchema, translateCheckSuite)],
  ["deployment", translation(deploymentSchema, translateDeployment)],
  ["merge_group", translation(mergeGroupSchema, translateMergeGroup)],
  ["deployment_status", translation(deploymentStatusSchema, translateDeploymentStatus)],
  ["deployment_protection_rule", translation(protectionSchema, translateProtection)],
  ["push", translation(pushSchema, translatePush)],
  ["installation", translation(installationSchema, translateInstallation)],
  ["installation_repositories", translation(installationSchema, translateInstallation)],
]);

/** What a webhook may mean, or what is wrong with its shape. Events that are not listed mean nothing. */
export function translate(
  event: string,
  payload: unknown,
  heard: Heard,
): Result<readonly Hint[], string> {
  return TRANSLATIONS.get(event)?.(payload, heard) ?? accepted([]);
}

function translation<Schema extends z.ZodType>(
  schema: Schema,
  into: (payload: z.infer<Schema>, heard: Heard) => readonly Hint[],
): Translation {
  return (payload, heard) => {
    const read = schema.safeParse(payload);
    if (read.success) return accepted(into(read.data, heard));
    const [issue] = read.error.issues;
    return refused(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`);
  };
}
