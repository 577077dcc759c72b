import { type Instant, isoOf, type Milliseconds } from "../kernel/instant.ts";
import type { RolloutRules } from "../ir/charter.ts";
import type { Signal } from "./signal.ts";

/** How soon a roll-out that a freeze holds back is looked at again. */
export const FREEZE_GLANCE: Milliseconds = 60_000;

/** A freeze keeps the candidate from reaching more units; it never keeps traffic from going back. */
export function advances(signal: Signal): boolean {
  if (signal.kind !== "command") return signal.kind === "stage-passed";
  return signal.command !== "rollback" && signal.command !== "hold";
}

/** UTC days or moments, such as `2026-12-20` and `2026-12-20T18:00:00Z`. */
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/;

/**
 * True within one of the charter's windows: `from` is in it, `to` is not. A window that cannot be
 * read is open for ever, because a mistyped freeze must not be no freeze.
 */
export function isFrozen(windows: RolloutRules["freeze"], now: Instant): boolean {
  const iso = isoOf(now).slice(0, -1);
  return windows.some(({ from, to }) => {
    if (!MOMENT.test(from) || !MOMENT.test(to)) return true;
    // Written without the zone, the text of an earlier moment sorts before that of a later one.
    return iso >= from.replace("Z", "") && iso < to.replace("Z", "");
  });
}
