import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt, Repository } from "../../../ports/forge.ts";
import { refusalOf } from "../answer-status.ts";
import type { Connection } from "../connection.ts";
import { answerProtection } from "./answer-protection.ts";
import { deploy, reportDeployment } from "./deploy.ts";
import { dispatchWorkflow } from "./dispatch-workflow.ts";
import { removeLabel, showState } from "./labels.ts";
import { merge } from "./merge.ts";
import { proposeChange } from "./propose-change.ts";
import { publishCheck } from "./publish-check.ts";
import { reviewLines } from "./review-lines.ts";
import { writeComment } from "./write-comment.ts";

type Known = Parameters<Repository["perform"]>[1];

/** One effect on GitHub. Answers that mean "no" are receipts; what breaks on the way is thrown. */
export async function perform(
  connection: Connection,
  effect: Effect,
  known: Known,
): Promise<Receipt> {
  try {
    return await performOne(connection, effect, known);
  } catch (error) {
    const detail = refusalOf(error);
    if (detail === undefined) throw error;
    return { kind: "refused", detail };
  }
}

function performOne(connection: Connection, effect: Effect, known: Known): Promise<Receipt> {
  switch (effect.kind) {
    case "publish-check":
      return publishCheck(connection, effect, known);
    case "review-lines":
      return reviewLines(connection, effect, known);
    case "write-comment":
      return writeComment(connection, effect, known);
    case "show-state":
      return showState(connection, effect);
    case "remove-label":
      return removeLabel(connection, effect);
    default:
      return performOnRepository(connection, effect, known);
  }
}

type Said = "publish-check" | "review-lines" | "write-comment" | "show-state" | "remove-label";

/** What does more than say something on a pull request. */
function performOnRepository(
  connection: Connection,
  effect: Exclude<Effect, { readonly kind: Said }>,
  known: Known,
): Promise<Receipt> {
  switch (effect.kind) {
    case "deploy":
      return deploy(connection, effect, known);
    case "report-deployment":
      return reportDeployment(connection, effect, known);
    case "merge":
      return merge(connection, effect);
    case "answer-protection":
      return answerProtection(connection, effect);
    case "dispatch-workflow":
      return dispatchWorkflow(connection, effect);
    case "propose-change":
      return proposeChange(connection, effect, known);
  }
}
