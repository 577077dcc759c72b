import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmptyStore } from "../support/empty-store.ts";
import { type Act, live, type Sequence } from "../support/lives/acts.ts";
import { anyLife, SEQUENCES } from "../support/lives/any-acts.ts";
import { type Deal, isCommand, leftBy } from "../support/lives/orders.ts";
import { openStand, type Stand } from "../support/lives/stand.ts";

/** Two thousand sequences in all; `npm run soak -- rollout` lives twenty thousand. */
const LIVES = 2_000 / SEQUENCES;

/** A life takes two or three seconds of a processor, and tests share it with others. */
const MINUTES = 1_200_000;

type Kept = { readonly name: string; readonly sequences: readonly Sequence[] };

const KEPT: readonly Kept[] = JSON.parse(
  readFileSync(new URL("../support/lives/kept-lives.json", import.meta.url), "utf8"),
);

let stand: Stand;
beforeAll(async () => {
  stand = await openStand(openEmptyStore);
});
afterAll(() => stand.close());

describe("whatever happens around the app", { timeout: MINUTES }, () => {
  it("nothing is done that the record does not hold, and at rest nothing is left to do", async () => {
    const reached = new Set<string>();
    const property = fc.asyncProperty(anyLife, async (sequences) => {
      const lived = await live(stand, sequences);
      for (const stage of lived.reached) reached.add(stage);
      expect(lived.wrongs).toEqual([]);
    });
    await fc.assert(property, { numRuns: LIVES, seed: 5, endOnFailure: true });

    expect([...reached]).toEqual(
      expect.arrayContaining(["shadow", "canary", "promoted", "rolled-back"]),
    );
  });

  it.each(KEPT.map(({ name, sequences }) => [name, sequences] as const))("%s", async (_, kept) => {
    expect((await live(stand, kept)).wrongs).toEqual([]);
  });
});

describe("deliveries about the same state of GitHub", { timeout: MINUTES }, () => {
  const backwards: Deal = (mail) => mail.toReversed().flatMap((sent) => [sent, sent]);
  const lost: Deal = (mail) => mail.filter(isCommand);

  it.each<[string, readonly Act[]]>([
    [
      "a push and a command for what was pushed",
      [{ pull: "push" }, { ask: "shadow", by: "dana", via: "label" }],
    ],
    ["a draft that was moved on", [{ pull: "move-base" }, { pull: "draft" }]],
    [
      "a pull request that was closed after a command",
      [{ ask: "shadow", by: "dana", via: "label" }, { pull: "close" }],
    ],
  ])("lead to one end in any order, doubled or lost: %s", async (_, changes) => {
    const inOrder = await leftBy(stand, changes, (mail) => mail);

    expect(await leftBy(stand, changes, backwards)).toEqual(inOrder);
    expect(await leftBy(stand, changes, lost)).toEqual(inOrder);
  });
});
