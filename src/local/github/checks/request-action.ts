import type { Account } from "../accounts/account.ts";
import type { Place } from "../git/present-git.ts";
import { announce } from "../hooks/announce.ts";
import { presentCheckRunEvent } from "./present-check.ts";

/** A person presses a button of a check run, which GitHub offers on its pages only. */
export function requestAction(
  place: Place,
  pressed: { readonly checkRunId: number; readonly identifier: string; readonly by: Account },
): void {
  const run = place.repository.checkRuns.get(pressed.checkRunId);
  if (run === undefined) throw new Error(`no check run ${pressed.checkRunId}`);
  if (!run.actions.some((action) => action.identifier === pressed.identifier)) {
    throw new Error(`check run ${run.id} shows no button ${pressed.identifier}`);
  }
  announce(place, {
    event: "check_run",
    action: "requested_action",
    sender: pressed.by,
    body: {
      check_run: presentCheckRunEvent(place, run),
      requested_action: { identifier: pressed.identifier },
    },
    only: run.app,
  });
}
