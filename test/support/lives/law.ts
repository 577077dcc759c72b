import type { Asked, Event } from "./event.ts";

/**
 * The roll-out as its design page describes it, written a second time and from nothing of the
 * product's: where a roll-out may be, and the only ways from there.
 */
export type Law = {
  readonly at: Place;
  /** Where a hold goes on from. */
  readonly from?: "accepted" | "shadow" | "canary";
  readonly shadowShown: boolean;
  /** Whether the last step of the canary has shown enough, and none was begun again since. */
  readonly allShown: boolean;
  /** The step whose units count now; -1 before the canary. */
  readonly step: number;
  /** Whether the people it waits for stand behind it; absent where evidence alone carries it. */
  readonly stands?: boolean;
  /** Seconds: the clock, and when the stage began. */
  readonly now: number;
  readonly since: number;
  /** Units of the candidate in this stage, and how many of them were harmed. */
  readonly units: number;
  readonly harmed: number;
  /** How it stands with what a workflow was asked to deploy; absent where none was, or none delivers. */
  readonly deployment?: "awaited" | "served" | "failed";
  /** The share that a workflow last said it serves, in percent. */
  readonly reached: number;
  /** Every stage that was ever shown to be enough, oldest first. */
  readonly trail: readonly string[];
};

export type Place =
  | "accepted"
  | "shadow"
  | "canary"
  | "promoting"
  | "promoted"
  | "held"
  | "rolling-back"
  | "rolled-back"
  | "withdrawn"
  | "voided";

/** The charter that the law is tried under; seconds, units and percent. */
export type Terms = {
  readonly automatic: boolean;
  /** Whether a workflow of the team's delivers. */
  readonly workflow: boolean;
  readonly shadow: { readonly units: number; readonly deadline: number };
  readonly canary: {
    readonly steps: readonly number[];
    readonly units: number;
    readonly soak: number;
    readonly deadline: number;
  };
  /** Rate of the harm that is still no harm. */
  readonly floor: number;
  /** Nothing advances from the first second to before the second. */
  readonly freeze: readonly [number, number];
};

export const BEGINNING: Law = {
  at: "accepted",
  shadowShown: false,
  allShown: false,
  step: -1,
  now: 0,
  since: 0,
  units: 0,
  harmed: 0,
  reached: 0,
  trail: [],
};

const ENDS: readonly Place[] = ["rolled-back", "withdrawn", "voided"];

/** Where an event leads, under these terms. What is not lawful leads nowhere. */
export function foresee(law: Law, event: Event, terms: Terms): Law {
  if ("seconds" in event) return look({ ...law, now: law.now + event.seconds }, terms);
  if (ENDS.includes(law.at)) return law;
  return law.at === "promoted" ? afterwards(law, event) : follow(law, event, terms);
}

/** Out of production: by whoever watches it, or by a person, whatever is frozen. */
function afterwards(law: Law, event: Event): Law {
  const isWorse = "told" in event && event.told === "regressed";
  const isAsked = "asked" in event && event.asked === "rollback";
  return isWorse || isAsked ? { ...law, at: "rolling-back" } : law;
}

type Happening = Exclude<Event, { seconds: unknown }>;

function follow(law: Law, event: Happening, terms: Terms): Law {
  if ("units" in event) return look(report(law, event, terms), terms);
  if ("vouched" in event) return recount(law, event.vouched);
  if ("told" in event) return HEAR[event.told](law, terms);
  const isFrozen = isWithin(law.now, terms.freeze);
  if (isFrozen && event.asked !== "rollback" && event.asked !== "hold") return law;
  return ASK[event.asked](law, terms);
}

const ASK: Readonly<Record<Asked, (law: Law, terms: Terms) => Law>> = {
  shadow: (law, terms) => {
    const mayBegin = law.at === "accepted" || (law.at === "held" && law.from !== "canary");
    if (!mayBegin || law.stands === false) return law;
    return begin({ ...law, shadowShown: false, step: -1 }, "shadow", terms);
  },
  canary: (law, terms) => {
    if (!law.shadowShown || (law.at !== "shadow" && law.at !== "held")) return law;
    return beginStep(law, law.at === "shadow" ? 0 : Math.max(0, law.step), terms);
  },
  promote: (law) => (isLive(law) && law.allShown ? promote(law) : law),
  rollback: turnBack,
  hold,
};

function turnBack(law: Law): Law {
  const isBegun = isLive(law) || (law.at === "held" && law.from === "shadow");
  return isBegun ? { ...law, at: "rolling-back" } : law;
}

function hold(law: Law): Law {
  const { at } = law;
  return at === "accepted" || at === "shadow" || at === "canary"
    ? { ...law, at: "held", from: at }
    : law;
}

function isLive({ at, from }: Law): boolean {
  return at === "shadow" || at === "canary" || (at === "held" && from === "canary");
}

function begin(law: Law, at: Place, { workflow }: Terms): Law {
  const { from: _, ...rest } = law;
  const begun = { ...rest, at, since: law.now, units: 0, harmed: 0 };
  return workflow ? { ...begun, deployment: "awaited" } : begun;
}

/** The stage begins when the version is there; only then may more units get it. */
function serve(law: Law, { canary }: Terms): Law {
  if (law.deployment !== "awaited" || (law.at !== "shadow" && law.at !== "canary")) return law;
  const reached = law.at === "canary" ? (canary.steps[law.step] ?? 0) : 0;
  return { ...law, deployment: "served", reached, since: law.now, units: 0, harmed: 0 };
}

/** Nobody gets what nobody knows to be there; the stage has to be asked for, and deployed, again. */
function undeploy(law: Law): Law {
  if (law.deployment === undefined || !isLive(law)) return law;
  return { ...law, at: "held", from: "shadow", allShown: false, reached: 0, deployment: "failed" };
}

/** The step goes on to be watched, should GitHub refuse the merge. */
function promote(law: Law): Law {
  const { from: _, ...rest } = law;
  return { ...rest, at: "promoting" };
}

/** A step that is begun, or begun again, has shown nothing. */
function beginStep(law: Law, step: number, terms: Terms): Law {
  return begin({ ...law, step, allShown: false }, "canary", terms);
}

type Told = Extract<Event, { told: unknown }>["told"];

const HEAR: Readonly<Record<Told, (law: Law, terms: Terms) => Law>> = {
  served: serve,
  undeployed: undeploy,
  merged: (law) => (law.at === "promoting" ? { ...law, at: "promoted" } : law),
  "merge-refused": (law) => (law.at === "promoting" ? { ...law, at: "held", from: "canary" } : law),
  "traffic-returned": (law) => (law.at === "rolling-back" ? { ...law, at: "rolled-back" } : law),
  "lease-ended": turnBack,
  regressed: (law) => law,
  closed: (law) => leave(law, "withdrawn"),
  voided: (law) => leave(law, "voided"),
};

function leave(law: Law, at: "withdrawn" | "voided"): Law {
  return law.at === "promoting" || law.at === "rolling-back" ? law : { ...law, at };
}

/** People are asked as long as nothing has begun. */
function recount(law: Law, stands: boolean): Law {
  const isWaiting = law.at === "accepted" || (law.at === "held" && law.from === "accepted");
  return law.stands !== undefined && isWaiting ? { ...law, stands } : law;
}

/** Units count one by one, and traffic is back at the first that proves harm. */
function report(law: Law, event: Extract<Event, { units: unknown }>, terms: Terms): Law {
  let counted = law;
  for (let unit = 0; unit < event.units && isCounting(counted); unit += 1) {
    const harmed = counted.harmed + (event.harmed ? 1 : 0);
    counted = turned({ ...counted, units: counted.units + 1, harmed }, terms);
  }
  return counted;
}

function isCounting(law: Law): boolean {
  return isLive(law) || law.at === "promoting";
}

/** A merge that was asked for is not taken back: its answer comes first. */
function turned(law: Law, terms: Terms): Law {
  return isLive(law) && isHarmful(law, terms) ? { ...law, at: "rolling-back" } : law;
}

/** The likelihood of a rate of 2 % against the floor, at a fifth of its weight, reaches 20. */
function isHarmful({ units, harmed }: Law, { floor }: Terms): boolean {
  const worse = harmed * Math.log(0.02 / floor);
  const fine = (units - harmed) * Math.log(0.98 / (1 - floor));
  return worse + fine >= Math.log(20 * 5);
}

/** The worker looks: what has shown enough goes on, what is late is held. */
function look(seen: Law, terms: Terms): Law {
  const law = turned(seen, terms);
  if (law.at === "shadow" && !law.shadowShown) return lookAtShadow(law, terms);
  return law.at === "canary" && !law.allShown ? lookAtStep(law, terms) : law;
}

function lookAtShadow(law: Law, terms: Terms): Law {
  if (law.deployment === "awaited") {
    return law.now - law.since >= terms.shadow.deadline ? undeploy(law) : law;
  }
  if (law.units < terms.shadow.units) {
    return law.now - law.since >= terms.shadow.deadline ? hold(law) : law;
  }
  if (isWithin(law.now, terms.freeze)) return law;
  const shown = { ...law, shadowShown: true, trail: [...law.trail, "shadow"] };
  return terms.automatic ? look(beginStep(shown, 0, terms), terms) : shown;
}

function lookAtStep(law: Law, terms: Terms): Law {
  const { steps, units, soak, deadline } = terms.canary;
  const age = law.now - law.since;
  if (law.deployment === "awaited") return age >= deadline ? undeploy(law) : law;
  if (law.units < units || age < soak) return age >= deadline ? hold(law) : law;
  if (isWithin(law.now, terms.freeze)) return law;
  const shown = { ...law, trail: [...law.trail, `step ${law.step}`] };
  if (law.step + 1 < steps.length) return look(beginStep(shown, law.step + 1, terms), terms);
  const all = { ...shown, allShown: true };
  return terms.automatic ? promote(all) : all;
}

function isWithin(now: number, [from, to]: readonly [number, number]): boolean {
  return now >= from && now < to;
}
