import { settle, STEPS } from "./happy-life.ts";
import { type Picture, pictureOf } from "./picture.ts";
import { smallDesk } from "./small-desk.ts";
import type { Site, Stand } from "./stand.ts";
import type { Strike } from "./trouble.ts";
import { wrongsAtRest } from "./at-rest.ts";

/** A life in which nothing goes wrong: its calls and transactions step by step, and where each led. */
export type Course = readonly {
  readonly calls: readonly string[];
  readonly commits: number;
  readonly picture: Picture;
}[];

/** What strikes, at which call or transaction of every step, counted from 0. */
export type Blow = {
  readonly strike: Strike | "killed-after-commit";
  readonly at: number;
};

/** Longer than the soak of the canary, and short against every deadline. */
const MOMENT = 3_000;

export async function undisturbed(stand: Stand): Promise<Course> {
  // A store's first life asks for a version's answers, and commits more often than those that find them.
  (await throughSteps(stand, (_, act) => act())).leave();
  const course: Course[number][] = [];
  await throughSteps(stand, async (site, act) => {
    const before = site.fate.calls.length;
    // Never reached, only counted down.
    const counted = { in: Number.MAX_SAFE_INTEGER };
    site.fate.commit = counted;
    await act();
    const commits = Number.MAX_SAFE_INTEGER - counted.in;
    course.push({ calls: site.fate.calls.slice(before), commits, picture: pictureOf(site) });
  });
  return course;
}

/**
 * The same life with one blow in each step that is long enough for it. Between two steps everything
 * rests and is held against the undisturbed life, so that each blow is the only one since then.
 */
export async function struckLife(
  stand: Stand,
  course: Course,
  { strike, at }: Blow,
): Promise<readonly string[]> {
  const wrongs: string[] = [];
  const isCommit = strike === "killed-after-commit";
  let step = 0;
  const site = await throughSteps(stand, async (site, act) => {
    const planned = course[step];
    const length = isCommit ? planned?.commits : planned?.calls.length;
    const { fate } = site;
    if (isCommit) fate.commit = { in: at };
    else fate.call = { in: at, strike };
    await act();
    if (at < (length ?? 0) && (fate.call ?? fate.commit) !== undefined) {
      wrongs.push(`step ${step}: the blow did not fall`);
    }
    [fate.call, fate.commit] = [undefined, undefined];
    wrongs.push(...differences(planned?.picture, pictureOf(site), step));
    step += 1;
  });
  wrongs.push(...(await wrongsAtRest(site)));
  site.leave();
  return wrongs;
}

async function throughSteps(
  stand: Stand,
  look: (site: Site, act: () => Promise<void>) => Promise<void>,
): Promise<Site> {
  const site = await stand.found(await smallDesk());
  for (const step of STEPS) {
    await step(site);
    site.now += MOMENT;
    await look(site, () => settle(site));
  }
  return site;
}

function differences(
  expected: Picture | undefined,
  seen: Picture,
  step: number,
): readonly string[] {
  return Object.entries(seen).flatMap(([part, told]) => {
    const [was, is] = [expected?.[part as keyof Picture], told].map((one) => JSON.stringify(one));
    return was === is ? [] : [`step ${step}, ${part}: ${is} and not ${was}`];
  });
}
