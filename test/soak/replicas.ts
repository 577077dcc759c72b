import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../src/adapters/clock/system-clock.ts";
import { type OpenedStore, openStore } from "../../src/adapters/store/open-store.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import { attend } from "../support/replicas/crew.ts";
import { reckon } from "../support/replicas/reckoning.ts";
import { openTown, type Town } from "../support/replicas/town.ts";
import { randomFrom } from "../support/rollouts.ts";
import type { Soak } from "./soak.ts";

const MUTATIONS = 100;

/** Of one system; only one of them can be staged at a time. */
const PROPOSED_TO_ONE = 10;

/** Between two kills, at least and at most so many milliseconds. */
const SHORTEST_PEACE = 2_000;
const LONGEST_PEACE = 8_000;

/** How long after the last kill everything may take to come to rest. */
const REST_WITHIN = 20 * 60_000;

const MINUTE_MS = 60_000;
const LOOK_EVERY = 1_000;

/**
 * Two replicas on one server and one GitHub, killed at random while a hundred mutations of ten
 * systems are judged, staged with live users, promoted, taken back and withdrawn; then no more kills,
 * until everything is at rest. None may be lost, none promoted twice, and nothing may be on GitHub twice.
 */
export const soakReplicas: Soak = async ({ seed, minutes, mutations = MUTATIONS }) => {
  const databaseUrl = await freshDatabase();
  if (databaseUrl === undefined) {
    console.log("TEST_DATABASE_URL is not set: .ci/with-postgres npm run soak -- replicas");
    return false;
  }
  const systems = Math.ceil(mutations / PROPOSED_TO_ONE);
  const town = await openTown({ databaseUrl, seed, mutations, systems });
  const store = await openStore({ databaseUrl });
  const began = performance.now();
  const state = { until: began + minutes * MINUTE_MS, isAtRest: false };
  const killing = killAtRandom(town, randomFrom(seed + 1), state);
  const people = town.crews.map((crew) =>
    attend(crew, () => performance.now() > state.until + REST_WITHIN),
  );
  const telling = tell(town, began, state);
  await Promise.all(people);
  state.isAtRest = true;
  await Promise.all([killing, telling]);
  await comeToRest(town, store);
  const wrongs = await conclude(town, store, began);
  await town.close();
  await store.close();
  return wrongs === 0;
};

type State = { readonly until: number; isAtRest: boolean };

/** Until the time is up, or nothing is left to be killed at. */
async function killAtRandom({ fleet }: Town, random: () => number, state: State): Promise<void> {
  const restarts: Promise<void>[] = [];
  while (performance.now() < state.until && !state.isAtRest) {
    await pause(SHORTEST_PEACE + random() * (LONGEST_PEACE - SHORTEST_PEACE));
    restarts.push(fleet.killOne());
  }
  await Promise.all(restarts);
}

async function tell({ crews, fleet }: Town, began: number, state: State): Promise<void> {
  for (let told = 0; !state.isAtRest; told += 1) {
    await pause(LOOK_EVERY);
    if (told % 20 !== 0) continue;
    const seconds = Math.round((performance.now() - began) / 1000);
    const shown = crews.flatMap(({ ground }) =>
      [...ground.repository.pulls.values()].map(({ labels, state: open }) => {
        const label = labels.find(({ name }) => name.startsWith("omega-state:"))?.name;
        return open === "closed" && label === undefined
          ? "closed"
          : (label?.slice(12) ?? "looked at");
      }),
    );
    console.log(`${seconds} s, ${fleet.counts().kills} kills: ${tally(shown)}`);
  }
}

function tally(names: readonly string[]): string {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].map(([name, count]) => `${count} ${name}`).join(", ");
}

/** Nothing is due, nothing is in the inbox, and GitHub has nothing more to say. */
async function comeToRest({ github }: Town, store: OpenedStore): Promise<void> {
  for (let calm = 0; calm < 3;) {
    await github.deliveries.settled();
    const isBusy = await store.transact(async (tx) => {
      const due = await tx.work.due(systemClock.now(), 1);
      return due.length + (await tx.inbox.waiting()) > 0;
    });
    calm = isBusy ? 0 : calm + 1;
    await pause(LOOK_EVERY);
  }
}

/** Prints what everything came to, and answers how much of it is wrong. */
async function conclude(town: Town, store: OpenedStore, began: number): Promise<number> {
  const { crews, fleet, github, traffic } = town;
  const reckoned = await Promise.all(crews.map((crew) => reckon(store, crew)));
  const wrongs = reckoned.flatMap((one) => one.wrongs);
  const seconds = Math.round((performance.now() - began) / 1000);
  const { kills, troubles } = fleet.counts();
  const units = traffic.reduce((sum, one) => sum + one.counts().units, 0);
  const { log } = github.deliveries;
  const failed = log.filter(({ statusCode }) => statusCode >= 300).length;
  const again = crews.reduce((sum, { givenAgain }) => sum + givenAgain, 0);
  const entries = reckoned.reduce((sum, one) => sum + one.entries, 0);
  console.log(`${seconds} s, ${kills} kills; ${log.length} deliveries, ${failed} met nobody alive`);
  console.log(`${units} live units; ${again} commands given again; ${entries} entries`);
  console.log(`at rest: ${tally(reckoned.flatMap(({ states }) => states))}`);
  for (const [message, times] of troubles) console.log(`  logged ${times} times: ${message}`);
  console.log(`${wrongs.length} violations`);
  for (const wrong of wrongs) console.log(wrong);
  return wrongs.length;
}
