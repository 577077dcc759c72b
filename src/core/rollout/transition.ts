import type { ReasonCode } from "../gate/reason-code.ts";
import type { Instant } from "../kernel/instant.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { advances, isFrozen } from "./freeze.ts";
import { NO_HEALTH } from "./health.ts";
import { hasBegun, isLive, isOnPeoplesWord, isOver, type Rollout } from "./rollout.ts";
import { askFor, askReturn, isAwaited, isLeft, isUnserved, withOutlook } from "./ask-deployment.ts";
import type { Signal, StageCommand } from "./signal.ts";

type Next = Result<Rollout, ReasonCode>;

/**
 * The next state of a roll-out, or why there is none. No sequence of signals leads to promotion
 * past shadow or past a step of the canary: each of them leaves its own mark, set here alone.
 */
export function transition(rollout: Rollout, signal: Signal, now: Instant): Next {
  if (isNoted(rollout, signal)) return note(rollout, signal);
  if (rollout.state === "promoted") return takeBack(rollout, signal, now);
  if (isOver(rollout)) return refused("command-out-of-order");
  if (advances(signal) && isFrozen(rollout.rules.freeze, now)) return refused("frozen");
  switch (signal.kind) {
    case "command":
      return OBEY[signal.command](rollout, now);
    case "merge-refused":
      return holdCanary(rollout, signal.reason ?? "merge-refused");
    case "vouched":
      return heed(rollout, signal.stands);
    default:
      return observe(rollout, signal, now);
  }
}

type Observable = Exclude<Signal, { readonly kind: "command" | "merge-refused" | "vouched" }>;

function observe(rollout: Rollout, signal: Observable, now: Instant): Next {
  return signal.kind === "undeployed"
    ? undeploy(rollout, signal.reason, now)
    : OBSERVE[signal.kind](rollout, now);
}

type Observed = Exclude<Observable["kind"], "undeployed">;

const OBSERVE: Readonly<Record<Observed, (rollout: Rollout, now: Instant) => Next>> = {
  "stage-passed": pass,
  breach: (rollout, now) =>
    isLive(rollout) ? accepted(turnBack(rollout, "canary-breach", now)) : lawless(),
  regressed: lawless,
  overdue: (rollout) => (isLive(rollout) ? hold(rollout, "evidence-deadline-passed") : lawless()),
  "split-differs": (rollout) =>
    rollout.state === "canary" ? hold(rollout, "split-differs") : lawless(),
  served: serve,
  "lease-ended": (rollout, now) =>
    hasBegun(rollout) ? accepted(turnBack(rollout, "lease-ended", now)) : lawless(),
  "traffic-returned": (rollout, now) =>
    rollout.state === "rolling-back"
      ? accepted(askReturn({ ...rollout, state: "rolled-back" }, now))
      : lawless(),
  merged: (rollout, now) =>
    rollout.state === "promoting" ? accepted(promote(rollout, now)) : lawless(),
  closed: (rollout, now) => leave(rollout, { state: "withdrawn", reason: "withdrawn" }, now),
  voided: (rollout, now) => leave(rollout, { state: "voided", reason: "decision-voided" }, now),
};

/** Delivered only when its deployer says so, where a workflow delivers. */
function promote(rollout: Rollout, now: Instant): Rollout {
  const promoted = { ...rollout, state: "promoted", reason: "promoted", share: 0 } as const;
  const asked = { stage: "production", version: "candidate" } as const;
  return askFor({ ...promoted, enteredAt: now }, asked, now);
}

/** The stage begins here: what was said of units before is about another version. */
function serve(rollout: Rollout, now: Instant): Next {
  const { state, step, rules } = rollout;
  if (!isAwaited(rollout) || (state !== "shadow" && state !== "canary")) return lawless();
  const share = state === "canary" ? (rules.canary.steps[step] ?? 0) : 0;
  const served = { ...withOutlook(rollout, "served"), reason: "delivery-confirmed" } as const;
  return accepted({ ...served, share, enteredAt: now, health: NO_HEALTH });
}

/**
 * Nobody knows which version units get now, so all of them are to get the stable one. Whoever asks
 * for the stage again has it deployed again.
 */
function undeploy(rollout: Rollout, reason: ReasonCode, now: Instant): Next {
  if (rollout.serving === undefined || !isLive(rollout)) return lawless();
  const failed = withOutlook(rollout, "failed");
  const held = { ...failed, state: "held", heldFrom: "shadow", reason, share: 0 } as const;
  return accepted(askReturn({ ...held, canaryPassed: false }, now));
}

/** A roll-out that is over, or whose units were brought back, is not moved by how that was deployed. */
function isNoted(rollout: Rollout, { kind }: Signal): boolean {
  return isLeft(rollout) && (kind === "served" || kind === "undeployed");
}

function note(rollout: Rollout, { kind }: Signal): Next {
  const outlook = kind === "served" ? "served" : "failed";
  const isNews = isUnserved(rollout) && rollout.serving?.outlook !== outlook;
  return isNews ? accepted(withOutlook(rollout, outlook)) : lawless();
}

/** Out of production there is one way, and no freeze window stands in it. */
function takeBack(rollout: Rollout, signal: Signal, now: Instant): Next {
  if (signal.kind === "regressed") return accepted(turnBack(rollout, "production-regressed", now));
  return signal.kind === "command" && signal.command === "rollback"
    ? accepted(turnBack(rollout, "rolled-back-on-request", now))
    : lawless();
}

/** Before it begins it goes by who stands behind it now; afterwards commands and the merge ask again. */
function heed(rollout: Rollout, stands: boolean): Next {
  const { vouching, state, heldFrom } = rollout;
  const isBegun = state !== "accepted" && heldFrom !== "accepted";
  if (vouching === undefined || vouching.stands === stands || isBegun) return lawless();
  const heeded: Rollout = { ...rollout, vouching: { ...vouching, stands } };
  if (state === "held") return accepted(heeded);
  return accepted({ ...heeded, reason: stands ? "neutral-approved" : "neutral-unapproved" });
}

/** Units keep what they were given; an operator can ask for the promotion again. */
function holdCanary(rollout: Rollout, reason: ReasonCode): Next {
  if (rollout.state !== "promoting") return lawless();
  return accepted({ ...rollout, state: "held", heldFrom: "canary", reason });
}

/** A merge under way is past withdrawing; its own answer says how it ended. */
function leave(
  rollout: Rollout,
  into: { readonly state: "withdrawn" | "voided"; readonly reason: ReasonCode },
  now: Instant,
): Next {
  if (rollout.state === "promoting" || rollout.state === "rolling-back") return lawless();
  return accepted(askReturn({ ...rollout, ...into, share: 0 }, now));
}

const OBEY: Readonly<Record<StageCommand, (rollout: Rollout, now: Instant) => Next>> = {
  shadow: enterShadow,
  canary: enterCanary,
  promote: enterPromotion,
  rollback: (rollout, now) =>
    hasBegun(rollout) ? accepted(turnBack(rollout, "rolled-back-on-request", now)) : lawless(),
  hold: (rollout) => hold(rollout, "held"),
};

/** From the canary, or from a hold within it, such as the one after GitHub refused to merge. */
function enterPromotion(rollout: Rollout, now: Instant): Next {
  if (!isLive(rollout) || !rollout.canaryPassed) return lawless();
  const { heldFrom: _, ...rest } = rollout;
  return accepted({ ...rest, state: "promoting", reason: "canary-passed", enteredAt: now });
}

function enterShadow(rollout: Rollout, now: Instant): Next {
  const resumes = rollout.state === "held" && rollout.heldFrom !== "canary";
  if (rollout.state !== "accepted" && !resumes) return lawless();
  if (rollout.vouching?.stands === false) return refused("neutral-unapproved");
  const { heldFrom: _, ...rest } = rollout;
  const entered = { ...rest, state: "shadow", reason: "command-obeyed" } as const;
  const afresh = { shadowPassed: false, canaryPassed: false, step: -1 };
  const begun = { ...entered, ...afresh, enteredAt: now, health: NO_HEALTH };
  return accepted(askFor(begun, { stage: "shadow", version: "candidate" }, now));
}

function enterCanary(rollout: Rollout, now: Instant): Next {
  if (!rollout.shadowPassed) return lawless();
  if (rollout.state === "shadow") return enterStep(rollout, 0, now);
  const resumes = rollout.state === "held";
  return resumes ? enterStep(rollout, Math.max(0, rollout.step), now) : lawless();
}

/**
 * A step begins with no evidence of its own; what an earlier share showed does not carry over. Where
 * a workflow delivers, the share is raised once it has; where inputs are replayed, nobody gets any.
 */
function enterStep(rollout: Rollout, step: number, now: Instant): Next {
  const share = rollout.rules.canary.steps[step];
  if (share === undefined) return lawless();
  const { heldFrom: _, ...rest } = rollout;
  const entered: Rollout = {
    ...rest,
    state: "canary",
    reason: step === 0 ? "shadow-passed" : "canary-step-passed",
    step,
    share: rollout.delivery === undefined ? share : rollout.share,
    canaryPassed: false,
    enteredAt: now,
    health: NO_HEALTH,
  };
  return accepted(askFor(entered, { stage: "canary", version: "candidate" }, now));
}

/**
 * Steps follow each other on evidence; stages wait for a person unless the charter says otherwise.
 * Shadow shows no outcome, so what people sent there past its evidence waits for them in any case.
 */
function pass(rollout: Rollout, now: Instant): Next {
  if (isUnserved(rollout)) return lawless();
  if (rollout.state === "shadow" && !rollout.shadowPassed) return passShadow(rollout, now);
  return rollout.state === "canary" && !rollout.canaryPassed ? passStep(rollout, now) : lawless();
}

function passShadow(rollout: Rollout, now: Instant): Next {
  const passed = { ...rollout, shadowPassed: true, reason: "shadow-passed" } as const;
  const goesOn = rollout.rules.advance === "automatic" && !isOnPeoplesWord(rollout);
  return goesOn ? enterStep(passed, 0, now) : accepted(passed);
}

function passStep(rollout: Rollout, now: Instant): Next {
  const { rules, step } = rollout;
  const isReplayed = rollout.delivery?.kind === "replay";
  if (!isReplayed && step + 1 < rules.canary.steps.length) {
    return enterStep(rollout, step + 1, now);
  }
  const passed = { ...rollout, canaryPassed: true, reason: "canary-passed" } as const;
  // What nobody lived through is promoted by a person, whatever the charter lets happen by itself.
  return rules.advance === "automatic" && !isReplayed
    ? accepted({ ...passed, state: "promoting", enteredAt: now })
    : accepted(passed);
}

/** Everybody is given the stable version from this moment; GitHub is told afterwards. */
function turnBack(rollout: Rollout, reason: ReasonCode, now: Instant): Rollout {
  return { ...rollout, state: "rolling-back", reason, share: 0, enteredAt: now };
}

function hold(rollout: Rollout, reason: ReasonCode): Next {
  const { state } = rollout;
  if (state !== "accepted" && state !== "shadow" && state !== "canary") return lawless();
  return accepted({ ...rollout, state: "held", heldFrom: state, reason });
}

function lawless(): Next {
  return refused("command-out-of-order");
}
