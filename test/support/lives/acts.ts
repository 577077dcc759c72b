import type { OutgoingDelivery } from "../../../src/local/github/hooks/delivery.ts";
import { wrongsAtRest } from "./at-rest.ts";
import { settle } from "./happy-life.ts";
import { allButOne, type Kind, reportUnit } from "./live-units.ts";
import {
  comment,
  forcePush,
  label,
  moveBase,
  press,
  propose,
  setDraft,
  setState,
} from "./people.ts";
import { improvement, smallDesk } from "./small-desk.ts";
import type { Site, Stand } from "./stand.ts";
import { textOf } from "./story.ts";
import type { Strike } from "./trouble.ts";

/** One thing that happens around the app. Plain data, so that a sequence can be kept in a file. */
export type Act =
  | { readonly ask: string; readonly by: string; readonly via: "label" | "comment" | "button" }
  | { readonly pull: "push" | "close" | "reopen" | "draft" | "ready" | "move-base" }
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

type Doing = {
  readonly site: Site;
  readonly pull: number;
  readonly delivered: OutgoingDelivery[];
  /** Makes every change another. */
  nth: number;
};

export type Lived = {
  readonly wrongs: readonly string[];
  /** Stages of the roll-outs that were entered. */
  readonly reached: ReadonlySet<string>;
  /** Calls of the app's on GitHub. */
  readonly calls: number;
};

/** A pull request is opened, these acts happen, and then everything comes to rest. */
export async function live(stand: Stand, acts: readonly Act[]): Promise<Lived> {
  const site = await stand.found(await smallDesk());
  try {
    await settle(site);
    const pull = await propose(site, "better", improvement(1));
    const doing: Doing = { site, pull, delivered: [], nth: 1 };
    for (const act of acts) await perform(doing, act);
    [site.fate.call, site.fate.commit] = [undefined, undefined];
    site.now += 60_000;
    await settle(site);
    await site.run((run) => run.sweep());
    await settle(site);
    const wrongs = await wrongsAtRest(site);
    return { wrongs, reached: stagesOf(site), calls: site.fate.calls.length };
  } finally {
    site.leave();
  }
}

function stagesOf({ scenes }: Site): ReadonlySet<string> {
  return new Set(
    scenes.flatMap((scene) =>
      scene.kind === "entry" && scene.entry.kind === "stage"
        ? [textOf(scene.entry.body["stage"])]
        : [],
    ),
  );
}

export async function perform(doing: Doing, act: Act): Promise<void> {
  const { site, pull } = doing;
  if ("ask" in act) return ask(site, pull, act);
  if ("pull" in act) return change(doing, act.pull);
  if ("mail" in act) return carry(doing, act.mail);
  if ("app" in act) return turn(site, act.app);
  if ("unit" in act) return reportUnits(site, pull, act.unit);
  if ("enough" in act) {
    await allButOne(site, pull);
    return reportUnit(site, pull, "good");
  }
  if ("seconds" in act) site.now += act.seconds * 1000;
  else if ("dies" in act) site.fate.commit = { in: act.dies };
  else site.fate.call = { in: act.in, strike: act.strike };
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

async function change(doing: Doing, what: Extract<Act, { pull: string }>["pull"]): Promise<void> {
  const { site, pull } = doing;
  doing.nth += 1;
  switch (what) {
    case "push":
      await forcePush(site, "better", improvement(doing.nth));
      break;
    case "close":
    case "reopen":
      await setState(site, pull, what === "close" ? "closed" : "open");
      break;
    case "draft":
    case "ready":
      setDraft(site, pull, what === "draft");
      break;
    case "move-base":
      await moveBase(site, doing.nth);
  }
  await site.collect();
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
