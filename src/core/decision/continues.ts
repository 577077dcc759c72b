import { acceptedOnline } from "../evaluation/statistics/online-e-bh.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import type { Digest } from "../kernel/digest.ts";
import type { Decision, ErrorPromise } from "./decision.ts";
import { barOf, FLOORS } from "./thresholds.ts";

/** What the evidence for one pair could come from at a moment. */
export type AtHand = {
  readonly epoch: number;
  /** Accepts of other pairs in the epoch. */
  readonly accepts: number;
  /** The sealed suite as it is now; absent where nobody has it. */
  readonly sealed?: Digest;
};

/** Quarantines for want of evidence, which may still come; what else is held waits for people. */
const WANTING: readonly ReasonCode[] = [
  "evidence-insufficient",
  "epoch-spent",
  "sealed-suite-missing",
  "sealed-repository-unreadable",
  "sealed-repository-public",
  "sealed-repository-shared",
];

/** Whether a decision stays open for evidence that comes without anybody pushing anything. */
export function continues({ ruling, reason }: Pick<Decision, "ruling" | "reason">): boolean {
  return ruling === "quarantine" && WANTING.includes(reason);
}

/**
 * Whether a quarantined pair is worth deciding again: its suite has other items, people opened
 * another epoch, or the accepts of others lowered its bar so far that it stands accepted now or may
 * ask on. Without news nothing is said again.
 */
export function hasNews(decision: Decision, epoch: number, now: AtHand): boolean {
  if (now.epoch !== epoch || now.sealed !== decision.binding.suites["sealed"]) return true;
  const isLower = barOf(decision.promise.profile, now) < decision.bar;
  return isLower && (decision.asking?.because === "futile" || standsNow(decision, now.accepts));
}

/** Beside the accepts that stand, by the rule that weighs the whole run at once. */
function standsNow(
  { eValue, promise }: { readonly eValue: number; readonly promise: ErrorPromise },
  accepts: number,
): boolean {
  if (promise.epoch === undefined || eValue < FLOORS.bar) return false;
  const spread = promise.epoch;
  const stand = Array.from({ length: accepts }, () => ({ eValue: Infinity, spread }));
  return acceptedOnline([{ eValue, spread }, ...stand], promise.alpha)[0] === true;
}
