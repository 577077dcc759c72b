import type { OutgoingDelivery } from "../../../src/local/github/hooks/delivery.ts";
import { wrongsAtRest } from "./at-rest.ts";
import { settle } from "./happy-life.ts";
import { allButOne, type Kind, reportUnit, rolloutOf } from "./live-units.ts";
import {
  approve,
  bringUpToDate,
  comment,
  forcePush,
  label,
  moveBase,
  type Objective,
  OPERATOR,
  press,
  propose,
  setDraft,
  setObjective,
  setState,
  takeBack,
} from "./people.ts";
import { improvement, smallDesk } from "./small-desk.ts";
import type { Site, Stand } from "./stand.ts";
import { entriesOf } from "./picture.ts";
import { textOf } from "./story.ts";
import { wrongsOn } from "./wrongs-on-github.ts";
import type { Strike } from "./trouble.ts";

/** One thing that happens around the app. Plain data, so that a sequence can be kept in a file. */
export type Act =
  | { readonly ask: string; readonly by: string; readonly via: "label" | "comment" | "button" }
  | {
      readonly pull: "push" | "close" | "reopen" | "draft" | "ready" | "move-base" | "up-to-date";
    }
  /** Another mutation of the same system, which is what happens next is about. */
  | { readonly pull: "compete" }
  /** What happens next is about the other of those that are open. */
  | { readonly pull: "other" }
  | { readonly objective: Objective }
  | { readonly approve: string }
  | { readonly pull: "disapprove" }
  /** Whatever brings the mutation a stage further, as those who want it in production would do it. */
  | { readonly further: true }
  /** Enough units for the stage but one, and then one by the product's own way. */
  | { readonly enough: true }
  | { readonly unit: Kind }
  | { readonly mail: "next" | "newest" | "again" | "lose" | "all" }
  | { readonly app: "work" | "sweep" | "settle" }
  | { readonly seconds: number }
  /** At the so many-th call from now. */
  | { readonly strike: Strike; readonly in: number }
  /** After the so many-th commit from now. */
  | { readonly dies: number };

/** What happens between two rests. */
export type Sequence = readonly Act[];

type Doing = {
  readonly site: Site;
  /** Those that were opened, the one that things are about last. */
  readonly pulls: number[];
  readonly delivered: OutgoingDelivery[];
  /** Makes every change another. */
  nth: number;
};

/** A pull request is opened, and nothing has happened to it. */
export async function begin(site: Site): Promise<Doing> {
  const pull = await propose(site, "better-1", improvement(1));
  return { site, pulls: [pull], delivered: [], nth: 1 };
}

export type Lived = {
  readonly wrongs: readonly string[];
  /** Stages of the roll-outs that were entered. */
  readonly reached: ReadonlySet<string>;
  /** Calls of the app's on GitHub. */
  readonly calls: number;
  /** Calls and commits at which something went wrong. */
  readonly struck: number;
};

/**
 * A pull request is opened, and one sequence after the other happens. After each, everything comes to
 * rest and what stands on GitHub is looked at; at the end, the whole story is.
 */
export async function live(stand: Stand, sequences: readonly Sequence[]): Promise<Lived> {
  const site = await stand.found(await smallDesk());
  try {
    await settle(site);
    const doing = await begin(site);
    const wrongs: string[] = [];
    for (const [nth, acts] of sequences.entries()) {
      for (const act of acts) await perform(doing, act);
      await comeToRest(site);
      const seen = wrongsOn(site.repository, entriesOf(site));
      wrongs.push(...seen.map((wrong) => `sequence ${nth}: ${wrong}`));
    }
    await site.run((run) => run.sweep());
    await settle(site);
    wrongs.push(...(await wrongsAtRest(site)));
    const { calls, struck } = site.fate;
    return { wrongs, reached: stagesOf(site), calls: calls.length, struck };
  } finally {
    site.leave();
  }
}

/** What was to go wrong does; then nothing goes wrong any more, and every pause is over. */
async function comeToRest(site: Site): Promise<void> {
  await settle(site);
  [site.fate.call, site.fate.commit] = [undefined, undefined];
  site.now += 60_000;
  await settle(site);
}

function stagesOf(site: Site): ReadonlySet<string> {
  return new Set(
    entriesOf(site).flatMap(({ kind, body }) => (kind === "stage" ? [textOf(body["stage"])] : [])),
  );
}

export async function perform(doing: Doing, act: Act): Promise<void> {
  const { site } = doing;
  const pull = lastOf(doing);
  if ("ask" in act) return ask(site, pull, act);
  if ("pull" in act) return change(doing, pull, act.pull);
  if ("mail" in act) return carry(doing, act.mail);
  if ("app" in act) return turn(site, act.app);
  if ("unit" in act) return reportUnits(site, pull, act.unit);
  if ("enough" in act || "further" in act) return evidence(site, pull, act);
  if ("approve" in act || "objective" in act) return say(site, pull, act);
  arrange(site, act);
}

/** The pull request that things are about. */
function lastOf({ pulls }: Doing): number {
  return pulls.at(-1) ?? 0;
}

/** What comes by itself: time, and bad luck. */
function arrange(
  site: Site,
  act: Extract<Act, { seconds: unknown } | { dies: unknown } | { strike: unknown }>,
): void {
  if ("seconds" in act) site.now += act.seconds * 1000;
  else if ("dies" in act) site.fate.commit = { in: act.dies };
  else site.fate.call = { in: act.in, strike: act.strike };
}

/** What is said of a pull request, and changes nothing in git. */
async function say(
  site: Site,
  pull: number,
  act: Extract<Act, { objective: unknown } | { approve: unknown }>,
): Promise<void> {
  if ("approve" in act) await approve(site, pull, act.approve);
  else await setObjective(site, pull, act.objective);
  await site.collect();
}

async function evidence(
  site: Site,
  pull: number,
  act: Extract<Act, { enough: true } | { further: true }>,
): Promise<void> {
  return "enough" in act ? reportEnough(site, pull) : further(site, pull);
}

async function reportEnough(site: Site, pull: number): Promise<void> {
  await allButOne(site, pull);
  return reportUnit(site, pull, "good");
}

/** What is asked for when a stage has shown enough. */
const NEXT: Readonly<Record<string, string>> = {
  accepted: "shadow",
  shadow: "canary",
  canary: "promote",
};

async function further(site: Site, pull: number): Promise<void> {
  await settle(site);
  const rollout = await rolloutOf(site, pull);
  const next = NEXT[rollout?.heldFrom ?? rollout?.state ?? ""];
  if (next === undefined) return;
  site.now += 5_000;
  await reportEnough(site, pull);
  await settle(site);
  await ask(site, pull, { ask: next, by: OPERATOR, via: "label" });
  await settle(site);
}

/** Three harms are enough for a breach, whatever went well before them. */
async function reportUnits(site: Site, pull: number, kind: Kind): Promise<void> {
  for (let unit = 0; unit < (kind === "bad" ? 3 : 1); unit += 1) {
    await reportUnit(site, pull, kind);
  }
}

async function ask(
  site: Site,
  pull: number,
  { ask: command, by, via }: Extract<Act, { ask: string }>,
): Promise<void> {
  if (via === "label") await label(site, pull, [by, command]);
  else if (via === "comment") await comment(site, pull, [by, command]);
  else press(site, pull, [by, command]);
  await site.collect();
}

type Change = Extract<Act, { pull: string }>["pull"];

const CHANGES: Readonly<Record<Change, (doing: Doing, pull: number) => unknown>> = {
  push: ({ site, nth }, pull) => forcePush(site, pull, improvement(nth)),
  close: ({ site }, pull) => setState(site, pull, "closed"),
  reopen: ({ site }, pull) => setState(site, pull, "open"),
  draft: ({ site }, pull) => setDraft(site, pull, true),
  ready: ({ site }, pull) => setDraft(site, pull, false),
  "move-base": ({ site, nth }) => moveBase(site, nth),
  "up-to-date": ({ site }, pull) => bringUpToDate(site, pull),
  disapprove: ({ site }, pull) => takeBack(site, pull),
  compete: async ({ site, pulls, nth }) => {
    pulls.push(await propose(site, `better-${nth}`, improvement(nth)));
  },
  other: ({ pulls }, pull) => pulls.unshift(pulls.pop() ?? pull),
};

async function change(doing: Doing, pull: number, what: Change): Promise<void> {
  doing.nth += 1;
  await CHANGES[what](doing, pull);
  await doing.site.collect();
}

async function carry(doing: Doing, how: Extract<Act, { mail: string }>["mail"]): Promise<void> {
  const { site, delivered } = doing;
  const { mail } = site;
  if (how === "lose") mail.shift();
  if (how === "next") await deliver(doing, mail.shift());
  if (how === "newest") await deliver(doing, mail.pop());
  if (how === "again") await deliver(doing, delivered.at(-1));
  if (how !== "all") return;
  for (const sent of mail.splice(0)) await deliver(doing, sent);
}

/** One that the app did not take is lost: GitHub sends nothing twice. */
async function deliver(doing: Doing, sent: OutgoingDelivery | undefined): Promise<void> {
  if (sent === undefined) return;
  await doing.site.run((run) => run.deliver(sent));
  doing.delivered.push(sent);
}

async function turn(site: Site, what: Extract<Act, { app: string }>["app"]): Promise<void> {
  if (what === "settle") await settle(site);
  else if (what === "work") await site.run((run) => run.work());
  else await site.run((run) => run.sweep().catch(() => {}));
}
