import type { ReasonCode } from "../gate/reason-code.ts";
import type { Instant } from "../kernel/instant.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { advances, isFrozen } from "./freeze.ts";
import { NO_HEALTH } from "./health.ts";
import { isOnPeoplesWord, isOver, type Rollout } from "./rollout.ts";
import type { Signal, StageCommand } from "./signal.ts";

type Next = Result<Rollout, ReasonCode>;

/**
 * The next state of a roll-out, or why there is none. No sequence of signals leads to promotion
 * past shadow or past a step of the canary: each of them leaves its own mark, set here alone.
 */
export function transition(rollout: Rollout, signal: Signal, now: Instant): Next {
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
      return OBSERVE[signal.kind](rollout, now);
  }
}

type Observed = Exclude<Signal["kind"], "command" | "merge-refused" | "vouched">;

const OBSERVE: Readonly<Record<Observed, (rollout: Rollout, now: Instant) => Next>> = {
  "stage-passed": pass,
  breach: (rollout, now) =>
    isLive(rollout) ? accepted(turnBack(rollout, "canary-breach", now)) : lawless(),
  regressed: lawless,
  overdue: (rollout) => (isLive(rollout) ? hold(rollout, "evidence-deadline-passed") : lawless()),
  "traffic-returned": (rollout) =>
    rollout.state === "rolling-back" ? accepted({ ...rollout, state: "rolled-back" }) : lawless(),
  merged: (rollout, now) =>
    rollout.state === "promoting"
      ? accepted({ ...rollout, state: "promoted", reason: "promoted", share: 0, enteredAt: now })
      : lawless(),
  closed: (rollout) => leave(rollout, "withdrawn", "withdrawn"),
  voided: (rollout) => leave(rollout, "voided", "decision-voided"),
};

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
function leave(rollout: Rollout, state: "withdrawn" | "voided", reason: ReasonCode): Next {
  if (rollout.state === "promoting" || rollout.state === "rolling-back") return lawless();
  return accepted({ ...rollout, state, reason, share: 0 });
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
  return accepted({
    ...rest,
    state: "shadow",
    reason: "command-obeyed",
    shadowPassed: false,
    enteredAt: now,
    health: NO_HEALTH,
  });
}

function enterCanary(rollout: Rollout, now: Instant): Next {
  if (!rollout.shadowPassed) return lawless();
  if (rollout.state === "shadow") return enterStep(rollout, 0, now);
  const resumes = rollout.state === "held";
  return resumes ? enterStep(rollout, Math.max(0, rollout.step), now) : lawless();
}

/** A step begins with no evidence of its own; what an earlier share showed does not carry over. */
function enterStep(rollout: Rollout, step: number, now: Instant): Next {
  const share = rollout.rules.canary.steps[step];
  if (share === undefined) return lawless();
  const { heldFrom: _, ...rest } = rollout;
  return accepted({
    ...rest,
    state: "canary",
    reason: step === 0 ? "shadow-passed" : "canary-step-passed",
    step,
    share,
    canaryPassed: false,
    enteredAt: now,
    health: NO_HEALTH,
  });
}

/**
 * Steps follow each other on evidence; stages wait for a person unless the charter says otherwise.
 * Shadow shows no outcome, so what people sent there past its evidence waits for them in any case.
 */
function pass(rollout: Rollout, now: Instant): Next {
  const isAutomatic = rollout.rules.advance === "automatic";
  if (rollout.state === "shadow" && !rollout.shadowPassed) {
    const passed = { ...rollout, shadowPassed: true, reason: "shadow-passed" } as const;
    const goesOn = isAutomatic && !isOnPeoplesWord(rollout);
    return goesOn ? enterStep(passed, 0, now) : accepted(passed);
  }
  if (rollout.state !== "canary" || rollout.canaryPassed) return lawless();
  if (rollout.step + 1 < rollout.rules.canary.steps.length) {
    return enterStep(rollout, rollout.step + 1, now);
  }
  const passed = { ...rollout, canaryPassed: true, reason: "canary-passed" } as const;
  return isAutomatic
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

/** In a stage, or held within one: what has not begun cannot be taken back. */
function hasBegun(rollout: Rollout): boolean {
  return isLive(rollout) || (rollout.state === "held" && rollout.heldFrom === "shadow");
}

/** In the stages, or held within the canary, whose units keep the version they were given. */
function isLive({ state, heldFrom }: Rollout): boolean {
  return state === "shadow" || state === "canary" || (state === "held" && heldFrom === "canary");
}

function lawless(): Next {
  return refused("command-out-of-order");
}
