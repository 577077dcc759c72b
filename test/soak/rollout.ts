import * as fc from "fast-check";
import { live } from "../support/lives/acts.ts";
import { anyActs } from "../support/lives/any-acts.ts";
import { openAnyStore } from "../support/lives/any-store.ts";
import { openStand, type Stand } from "../support/lives/stand.ts";
import { struckLife, undisturbed } from "../support/lives/struck-life.ts";
import { STRIKES } from "../support/lives/trouble.ts";
import { anyWalk, walkBoth } from "../support/lives/walk.ts";
import type { Soak } from "./soak.ts";

/** One life of the whole app for so many walks of the state machine, which cost a thousandth. */
const WALKS_FOR_A_LIFE = 100;

/** A GitHub in memory forgets nothing, so after so many lives another takes its place. */
const LIVES_ON_A_STAND = 25;

const MINUTE_MS = 60_000;

type Run = { readonly seed: number; readonly count: number; readonly until: number };

/**
 * Random sequences against the state machine and the law written beside it; then against the whole
 * app, its store and the local GitHub; then one life from pull request to production, struck at
 * every call and commit. No sequence may do what the product's pages do not allow.
 */
export const soakRollout: Soak = async ({ seed, minutes, count = 20_000 }) => {
  const until = performance.now() + minutes * MINUTE_MS;
  const walked = walkMany({ seed, count, until });
  const lived = await liveMany({ seed, count: Math.ceil(count / WALKS_FOR_A_LIFE), until });
  const struck = await strikeAll(until);
  return walked && lived && struck;
};

function walkMany({ seed, count }: Run): boolean {
  const reached = new Map<string, number>();
  let events = 0;
  const began = performance.now();
  const property = fc.property(anyWalk, (walk) => {
    const places = new Set<string>();
    const parting = walkBoth(walk, (place) => places.add(place));
    events += walk.events.length;
    places.forEach((place) => reached.set(place, (reached.get(place) ?? 0) + 1));
    if (parting !== undefined) throw new Error(JSON.stringify(parting));
  });
  const details = fc.check(property, { seed, numRuns: count });
  tell("state machine", { began, sequences: details.numRuns, events, reached });
  if (details.failed) console.log(`--seed ${seed}:`, JSON.stringify(details.counterexample));
  return !details.failed;
}

async function liveMany({ seed, count, until }: Run): Promise<boolean> {
  const reached = new Map<string, number>();
  const began = performance.now();
  let [events, calls, sequences] = [0, 0, 0];
  let stand: Stand | undefined;
  let failed = false;
  for (; sequences < count && performance.now() < until && !failed; sequences += 1) {
    if (sequences % LIVES_ON_A_STAND === 0) {
      await stand?.close();
      stand = undefined;
    }
    const opened = (stand ??= await openStand(openAnyStore));
    const property = fc.asyncProperty(anyActs, async (acts) => {
      const lived = await live(opened, acts);
      events += acts.length;
      calls += lived.calls;
      lived.reached.forEach((stage) => reached.set(stage, (reached.get(stage) ?? 0) + 1));
      if (lived.wrongs.length > 0) throw new Error(lived.wrongs.join("\n"));
    });
    const details = await fc.check(property, { seed: seed + sequences, numRuns: 1 });
    failed = details.failed;
    if (!failed) continue;
    console.log(`--seed ${seed + sequences} --count 1:`, JSON.stringify(details.counterexample));
    console.log(String(details.errorInstance));
  }
  await stand?.close();
  tell("whole app", { began, sequences, events, reached });
  console.log(`${calls} calls on the local GitHub`);
  return !failed;
}

async function strikeAll(until: number): Promise<boolean> {
  const stand = await openStand(openAnyStore);
  const course = await undisturbed(stand);
  course.forEach(({ calls, commits }, step) =>
    console.log(`step ${step}: ${commits} commits; ${calls.join(", ")}`),
  );
  const wrongs: string[] = [];
  let lives = 0;
  for (const strike of [...STRIKES, "killed-after-commit"] as const) {
    const longest = Math.max(
      ...course.map(({ calls, commits }) =>
        strike === "killed-after-commit" ? commits : calls.length,
      ),
    );
    for (let at = 0; at < longest && performance.now() < until; at += 1) {
      const found = await struckLife(stand, course, { strike, at });
      wrongs.push(...found.map((wrong) => `${strike} at ${at}: ${wrong}`));
      lives += 1;
    }
  }
  await stand.close();
  console.log(`${lives} lives struck, ${wrongs.length} violations`);
  wrongs.forEach((wrong) => console.log(wrong));
  // A run whose time was up before this has shown nothing of it.
  return lives > 0 && wrongs.length === 0;
}

type Told = {
  readonly began: number;
  readonly sequences: number;
  readonly events: number;
  readonly reached: ReadonlyMap<string, number>;
};

function tell(what: string, { began, sequences, events, reached }: Told): void {
  const seconds = (performance.now() - began) / 1000;
  const rate = (sequences / seconds).toFixed(1);
  console.log(`${what}: ${sequences} sequences, ${events} events, ${rate} sequences/s`);
  for (const [place, times] of reached) console.log(`  ${place}: reached by ${times}`);
}
