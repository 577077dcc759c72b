import { announce } from "../hooks/announce.ts";
import type { Place } from "../git/present-git.ts";
import type { Author } from "../accounts/author.ts";
import type { UpdateCheckBody } from "./check-body.ts";
import type { CheckRun } from "./check-run.ts";
import { settleQueue } from "../queue/merge-queue.ts";
import { presentCheckRunEvent, presentCheckSuiteEvent } from "./present-check.ts";
import { stateOfSuite } from "./suite-state.ts";

/** Annotations of later requests are added; everything else replaces what was there. */
function applyOutput(run: CheckRun, output: NonNullable<UpdateCheckBody["output"]>): void {
  run.title = output.title ?? run.title;
  run.summary = output.summary ?? run.summary;
  run.text = output.text ?? run.text;
  run.annotations.push(...(output.annotations ?? []));
}

function applyState(run: CheckRun, body: UpdateCheckBody, now: Date): void {
  const isDone = body.conclusion !== undefined || body.status === "completed";
  if (isDone) {
    run.status = "completed";
    run.conclusion = body.conclusion ?? run.conclusion;
    run.completedAt = body.completed_at === undefined ? now : new Date(body.completed_at);
  } else if (body.status !== undefined) {
    run.status = body.status;
    run.conclusion = undefined;
    run.completedAt = undefined;
  }
  if (body.started_at !== undefined) run.startedAt = new Date(body.started_at);
}

export function applyCheck(run: CheckRun, body: UpdateCheckBody, now: Date): void {
  applyState(run, body, now);
  run.name = body.name ?? run.name;
  run.externalId = body.external_id ?? run.externalId;
  run.detailsUrl = body.details_url ?? run.detailsUrl;
  run.actions = body.actions ?? run.actions;
  if (body.output !== undefined) applyOutput(run, body.output);
}

/** `created` and `completed` may both be due; a suite is completed when its last run is. */
export function announceCheck(
  place: Place,
  run: CheckRun,
  told: { readonly by: Author; readonly isNew: boolean; readonly wasCompleted: boolean },
): void {
  const sender = told.by.account;
  const tell = (action: string): void =>
    announce(place, {
      event: "check_run",
      action,
      sender,
      body: { check_run: presentCheckRunEvent(place, run) },
    });
  if (told.isNew) tell("created");
  if (run.status !== "completed") return;
  settleQueue(place, run.headSha);
  if (told.wasCompleted) return;
  tell("completed");
  const suite = place.repository.checkSuites.get(run.suiteId);
  if (suite === undefined) return;
  suite.updatedAt = place.world.now();
  if (stateOfSuite(place.repository, suite).status !== "completed") return;
  const body = { check_suite: presentCheckSuiteEvent(place, suite) };
  announce(place, { event: "check_suite", action: "completed", sender, body });
}
