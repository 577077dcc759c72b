import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppProcess, startApp } from "../../src/local/demo/app-process.ts";
import { installOn, REPOSITORY } from "../../src/local/demo/world.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import { verifiedRecord } from "../support/nothing-twice.ts";
import { type Relay, relayTo } from "../support/relay.ts";
import { quickProposal, starterWithBudget } from "../support/tight-budget.ts";

const SLOTS = 20;
const PROPOSALS = 200;
const AT_ONCE = 25;
const MINUTES = 300_000;

const databaseUrl = await freshDatabase();
if (databaseUrl === undefined) {
  console.log("TEST_DATABASE_URL is not set: the race for the budget on one server is skipped");
}

type Race = { readonly desk: Desk; readonly second: AppProcess; readonly relay: Relay };

let race: Race | undefined;

beforeAll(async () => {
  if (databaseUrl === undefined) return;
  const files = starterWithBudget({ window: "P1D", proposals: SLOTS });
  const desk = await openDesk({ start: startApp, databaseUrl, files });
  const second = await startApp({ environment: desk.environment });
  const relay = await relayTo([desk.app.url, second.url]);
  installOn(desk.github, relay.url);
  race = { desk, second, relay };
});

afterAll(async () => {
  await race?.second.stop();
  await race?.desk.close();
  race?.relay.close();
});

/** The state label of every open pull request, by number. */
async function statesOf({ steward }: Desk): Promise<ReadonlyMap<number, string>> {
  const pulls = await steward.octokit.paginate(steward.octokit.rest.pulls.list, {
    ...REPOSITORY,
    per_page: 100,
  });
  const stated = pulls.flatMap(({ number, labels }) =>
    labels
      .filter(({ name }) => name.startsWith("omega-state:"))
      .map(({ name }) => [number, name.slice("omega-state:".length)] as const),
  );
  return new Map(stated);
}

describe.skipIf(databaseUrl === undefined)(
  "two hundred proposals at once, for twenty slots",
  () => {
    it(
      "pass exactly twenty, though two processes hear of each",
      async () => {
        if (race === undefined) throw new Error("the processes did not start");
        const { desk } = race;
        for (let begun = 0; begun < PROPOSALS; begun += AT_ONCE) {
          const branches = Array.from({ length: AT_ONCE }, (_, index) => `race-${begun + index}`);
          await Promise.all(branches.map((branch) => desk.propose(quickProposal(branch))));
        }

        await expect
          .poll(
            async () => {
              const states = [...(await statesOf(desk)).values()];
              return states.filter((state) => state === "waiting" || state === "rejected").length;
            },
            { timeout: MINUTES, interval: 2_000 },
          )
          .toBe(PROPOSALS);

        const states = [...(await statesOf(desk)).values()];
        expect(states.filter((state) => state === "rejected")).toHaveLength(SLOTS);
        const passed = (await verifiedRecord(desk)).filter(
          ({ kind, body }) =>
            kind === "gate" && body["gate"] === "budget" && body["outcome"] === "pass",
        );
        expect(new Set(passed.map(({ subject }) => subject.pull)).size).toBe(SLOTS);
      },
      MINUTES,
    );
  },
);
