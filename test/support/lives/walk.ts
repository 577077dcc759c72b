import * as fc from "fast-check";
import type { RolloutRules } from "../../../src/core/ir/charter.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import { isoOf, later } from "../../../src/core/kernel/instant.ts";
import { assess } from "../../../src/core/rollout/assess.ts";
import { observeOutcome } from "../../../src/core/rollout/observe-outcome.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { signalOfAssessment } from "../../../src/core/rollout/signal-of.ts";
import type { Signal } from "../../../src/core/rollout/signal.ts";
import { transition } from "../../../src/core/rollout/transition.ts";
import { aRollout, BEGAN } from "../rollouts.ts";
import { ASKED, type Event, TOLD } from "./event.ts";
import { BEGINNING, foresee, type Law, type Place, type Terms } from "./law.ts";

/** A sequence of events, and the circumstances it happens in. */
export type Walk = {
  readonly automatic: boolean;
  /** Waits for somebody's approval before it begins. */
  readonly waits: boolean;
  readonly frozen: boolean;
  /** A workflow delivers, and has to say so. */
  readonly workflow: boolean;
  readonly events: readonly Event[];
};

/** Where the machine and the law parted, in words. */
export type Parting = { readonly event: number; readonly law: string; readonly machine: string };

const DAY = 86_400;
const NEVER = [-1, -1] as const;

function termsOf({ automatic, frozen, workflow }: Walk): Terms {
  return {
    automatic,
    workflow,
    shadow: { units: 50, deadline: 3_600 },
    canary: { steps: [10, 25], units: 100, soak: 60, deadline: 7_200 },
    floor: 0.001,
    freeze: frozen ? [300, 900] : NEVER,
  };
}

function rulesOf(terms: Terms): RolloutRules {
  const { shadow, canary, freeze } = terms;
  const at = (seconds: number): string => isoOf(later(BEGAN, seconds * 1000));
  return {
    shadow: { units: shadow.units, deadline: `PT${shadow.deadline}S` },
    canary: {
      steps: [...canary.steps],
      min_units: canary.units,
      soak: `PT${canary.soak}S`,
      deadline: `PT${canary.deadline}S`,
    },
    advance: terms.automatic ? "automatic" : "manual",
    guards: { harm: { floor: terms.floor } },
    freeze: freeze === NEVER ? [] : [{ from: at(freeze[0]), to: at(freeze[1]) }],
  };
}

const BY_WORKFLOW: NonNullable<Rollout["delivery"]> = {
  kind: "workflow",
  deployer: "deploy-bot[bot]",
  returnTo: sha("d".repeat(40)),
  origin: "",
};

/** Walks the machine and the law side by side; says where they part, or that they never do. */
export function walkBoth(walk: Walk, see: (place: Place) => void): Parting | undefined {
  const terms = termsOf(walk);
  let law: Law = { ...BEGINNING, ...(walk.waits ? { stands: false } : {}) };
  let rollout: Rollout = {
    ...aRollout({ rules: rulesOf(terms) }),
    ...(walk.waits ? { vouching: { for: "neutral", stands: false } } : {}),
    ...(walk.workflow ? { delivery: BY_WORKFLOW } : {}),
  };
  for (const [index, event] of walk.events.entries()) {
    law = foresee(law, event, terms);
    rollout = happen(rollout, event, law.now);
    see(law.at);
    const [foreseen, seen] = [foreseenIn(law, terms), seenIn(rollout)];
    if (foreseen !== seen) return { event: index, law: foreseen, machine: seen };
    if (!isEarned(law, terms)) return { event: index, law: "not earned", machine: seen };
  }
  return undefined;
}

function foreseenIn(law: Law, terms: Terms): string {
  const isHeldThere = law.at === "held" && law.from === "canary";
  const isServing = law.at === "canary" || law.at === "promoting" || isHeldThere;
  const reached = terms.workflow ? law.reached : (terms.canary.steps[law.step] ?? 0);
  return told({ ...law, share: isServing ? reached : 0 });
}

function seenIn(rollout: Rollout): string {
  const { state, heldFrom, shadowPassed, canaryPassed, vouching } = rollout;
  return told({
    at: state,
    from: heldFrom,
    shadowShown: shadowPassed,
    allShown: canaryPassed,
    step: rollout.step,
    stands: vouching?.stands,
    share: rollout.share,
    deployment: rollout.serving?.outlook,
  });
}

type Told = Pick<Law, "at" | "shadowShown" | "allShown" | "step"> & {
  readonly from?: string | undefined;
  readonly stands?: boolean | undefined;
  readonly share: number;
  readonly deployment?: string | undefined;
};

function told({ at, from, step, stands, share, ...law }: Told): string {
  const held = at === "held" ? ` from ${from}` : "";
  const isInStage = at === "shadow" || at === "canary";
  const deployed = isInStage ? `, deployment ${law.deployment}` : "";
  const shown = `shown ${law.shadowShown}/${law.allShown}`;
  return `${at}${held}, step ${step} at ${share} %, ${shown}, stands ${stands}${deployed}`;
}

/** Promotion has behind it, in this order: shadow, and every step of the canary. */
function isEarned({ at, trail }: Law, { canary }: Terms): boolean {
  if (at !== "promoting" && at !== "promoted") return true;
  const needed = ["shadow", ...canary.steps.map((_, step) => `step ${step}`)];
  let from = 0;
  for (const shown of trail) if (shown === needed[from]) from += 1;
  return from === needed.length;
}

/** The product's side: the same event through its own functions, as the flows call them. */
function happen(rollout: Rollout, event: Event, seconds: number): Rollout {
  const now = later(BEGAN, seconds * 1000);
  if ("units" in event) return look(report(rollout, event, now), now);
  if ("seconds" in event) return look(rollout, now);
  return moved(rollout, signalOf(event), now);
}

function signalOf(event: Exclude<Event, { units: unknown } | { seconds: unknown }>): Signal {
  if ("asked" in event) return { kind: "command", command: event.asked };
  if ("vouched" in event) return { kind: "vouched", stands: event.vouched };
  const { told: kind } = event;
  return kind === "undeployed" ? { kind, reason: "deployment-failed" } : { kind };
}

type Now = Parameters<typeof assess>[1];

function moved(rollout: Rollout, signal: Signal, now: Now): Rollout {
  const next = transition(rollout, signal, now);
  return next.ok ? next.value : rollout;
}

function report(rollout: Rollout, event: Extract<Event, { units: unknown }>, now: Now): Rollout {
  const outcome = { variant: "candidate", metrics: { harm: event.harmed ? 1 : 0 } } as const;
  let counted = rollout;
  for (let unit = 0; unit < event.units; unit += 1) {
    counted = { ...counted, health: observeOutcome(counted, outcome) };
    if (assess(counted, now).kind === "breach") return moved(counted, { kind: "breach" }, now);
  }
  return counted;
}

/** As the worker does: until nothing changes. */
function look(rollout: Rollout, now: Now): Rollout {
  const signal = signalOfAssessment(assess(rollout, now));
  if (signal === undefined) return rollout;
  const next = moved(rollout, signal, now);
  return next === rollout ? rollout : look(next, now);
}

function harmless(units: number): Event {
  return { units, harmed: false };
}

/** What brings a roll-out to its promotion, under any of the terms. */
const WAY: readonly Event[] = [
  { vouched: true },
  { asked: "shadow" },
  { told: "served" },
  harmless(50),
  { asked: "canary" },
  { told: "served" },
  harmless(100),
  { seconds: 61 },
  { told: "served" },
  harmless(100),
  { seconds: 61 },
  { asked: "promote" },
  { told: "merged" },
];

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...WAY) },
  { weight: 4, arbitrary: fc.constantFrom(...ASKED).map((asked) => ({ asked })) },
  { weight: 2, arbitrary: fc.constantFrom(...TOLD).map((told) => ({ told })) },
  { weight: 1, arbitrary: fc.boolean().map((vouched) => ({ vouched })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: DAY / 8 }).map((seconds) => ({ seconds })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 90 }).map(harmless) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((units) => ({ units, harmed: true })),
  },
);

/** Some of the way first, or hardly a sequence would come near a promotion; then anything. */
export const anyWalk: fc.Arbitrary<Walk> = fc
  .record({
    automatic: fc.boolean(),
    waits: fc.boolean(),
    frozen: fc.boolean(),
    workflow: fc.boolean(),
    begun: fc.integer({ min: 0, max: WAY.length }),
    more: fc.array(anyEvent, { maxLength: 25, size: "max" }),
  })
  .map(({ begun, more, ...rest }) => ({ ...rest, events: [...WAY.slice(0, begun), ...more] }));
