import { LONGEST_PAUSE } from "./app-run.ts";
import { allButOne, reportUnit } from "./live-units.ts";
import { label, OPERATOR, propose } from "./people.ts";
import { improvement } from "./small-desk.ts";
import type { Site } from "./stand.ts";

/** Delivers everything in order and lets the app work, until nothing more comes of it. */
export async function settle(site: Site): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const struck = site.fate.struck;
    await deliverAll(site);
    const rest = await site.run((run) => run.work());
    if (site.mail.length > 0 || site.fate.struck > struck) continue;
    if (rest === "rests") return;
    site.now += LONGEST_PAUSE;
  }
  throw new Error("the site did not come to rest");
}

/** Hands over the oldest delivery until none is left; one that the app did not take comes again. */
export async function deliverAll(site: Site): Promise<void> {
  for (let [next] = site.mail; next !== undefined; [next] = site.mail) {
    const delivery = next;
    const { struck } = site.fate;
    const status = await site.run((run) => run.deliver(delivery));
    if (status === 202) site.mail.splice(site.mail.indexOf(delivery), 1);
    else if (site.fate.struck === struck) throw new Error(`a delivery was answered ${status}`);
  }
}

/** What people and units do on the way from a pull request to production, step by step. */
export const STEPS: readonly ((site: Site) => Promise<void>)[] = [
  // The app was just installed.
  async () => {},
  async (site) => {
    await propose(site, "better", improvement(1));
  },
  async (site) => label(site, await pullOf(site), [OPERATOR, "shadow"]),
  live,
  async (site) => label(site, await pullOf(site), [OPERATOR, "canary"]),
  live,
  async (site) => label(site, await pullOf(site), [OPERATOR, "promote"]),
];

async function live(site: Site): Promise<void> {
  const pull = await pullOf(site);
  await allButOne(site, pull);
  await reportUnit(site, pull, "good");
}

async function pullOf({ repository }: Site): Promise<number> {
  const [number] = [...repository.pulls.keys()];
  if (number === undefined) throw new Error("nothing was proposed");
  return number;
}
