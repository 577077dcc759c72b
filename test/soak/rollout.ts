import * as fc from "fast-check";
import { type Act, live } from "../support/lives/acts.ts";
import { anyLife, SEQUENCES } from "../support/lives/any-acts.ts";
import { openAnyStore } from "../support/lives/any-store.ts";
import { openStand, type Stand } from "../support/lives/stand.ts";
import { struckLife, undisturbed } from "../support/lives/struck-life.ts";
import { STRIKES } from "../support/lives/trouble.ts";
import { anyWalk, walkBoth } from "../support/lives/walk.ts";
import type { Soak } from "./soak.ts";

/** A GitHub in memory forgets nothing, so after so many lives another takes its place. */
const LIVES_ON_A_STAND = 10;

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
  const lived = await liveMany({ seed, count, until });
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
  const faults = new Map<string, number>();
  const reached = new Map<string, number>();
  const began = performance.now();
  let [events, calls, struck, lives] = [0, 0, 0, 0];
  let stand: Stand | undefined;
  let [failed, said] = [false, false];
  for (; lives * SEQUENCES < count && performance.now() < until && !failed; lives += 1) {
    if (lives % LIVES_ON_A_STAND === 0) {
      await stand?.close();
      stand = undefined;
      console.log(`whole app: ${lives * SEQUENCES} sequences so far`);
    }
    const opened = (stand ??= await openStand(openAnyStore));
    const property = fc.asyncProperty(anyLife, async (sequences) => {
      const lived = await live(opened, sequences);
      events += sequences.flat().length;
      calls += lived.calls;
      struck += lived.struck;
      for (const fault of faultsIn(sequences.flat())) countOne(faults, fault);
      for (const stage of lived.reached) countOne(reached, stage);
      if (lived.wrongs.length === 0) return;
      // Said at once and once: a life is shrunk by being lived some hundred times more.
      if (!said) console.log(`--seed ${seed + lives} --count 1:`, lived.wrongs.join("; "));
      said = true;
      throw new Error(lived.wrongs.join("\n"));
    });
    const details = await fc.check(property, { seed: seed + lives, numRuns: 1 });
    failed = details.failed;
    if (!failed) continue;
    console.log("shrunk to:", JSON.stringify(details.counterexample));
    console.log(String(details.errorInstance));
  }
  await stand?.close();
  tell("whole app", { began, sequences: lives * SEQUENCES, events, reached });
  console.log(
    `${lives} lives, ${calls} calls on the local GitHub, ${struck} of them or of commits struck`,
  );
  for (const [fault, times] of faults) console.log(`  ${fault}: armed ${times} times`);
  return !failed;
}

/** What is to go wrong, by its kind; a delivery may be lost or come twice too. */
function faultsIn(acts: readonly Act[]): readonly string[] {
  return acts.flatMap((act) => {
    if ("strike" in act) return [act.strike];
    if ("dies" in act) return ["killed-after-commit"];
    return "mail" in act && (act.mail === "lose" || act.mail === "again")
      ? [`delivery: ${act.mail}`]
      : [];
  });
}

function countOne(times: Map<string, number>, name: string): void {
  times.set(name, (times.get(name) ?? 0) + 1);
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
