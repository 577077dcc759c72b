import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appDeliveriesOf } from "../../../src/adapters/github/app-deliveries.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

const EVER = instant(0);

let theatre: Theatre;
let stage: Stage;
beforeAll(async () => {
  theatre = await openTheatre();
  stage = await theatre.openStage();
  // Nobody listens where this app's webhooks go.
  await stage.github.deliveries.settled();
});
afterAll(() => theatre.close());

const log = () => stage.github.deliveries.log;

describe("the app's deliveries on GitHub", () => {
  it("are told where nobody answered, newest first", async () => {
    const failed = await appDeliveriesOf(stage.probot).failed(EVER);

    expect(log().length).toBeGreaterThan(0);
    expect(failed).toEqual(
      log()
        .toReversed()
        .map(({ id, guid }) => ({ id, guid })),
    );
  });

  it("are not told where they are older than asked", async () => {
    const ahead = instant(Date.now() + 60_000);
    expect(await appDeliveriesOf(stage.probot).failed(ahead)).toEqual([]);
  });

  it("are attempted again under their own name", async () => {
    const [first] = log();
    if (first === undefined) throw new Error("nothing was delivered");

    await appDeliveriesOf(stage.probot).redeliver(first.id);
    await stage.github.deliveries.settled();

    expect(log().at(-1)).toMatchObject({ guid: first.guid, isRedelivery: true });
  });

  it("are read page by page, as far as is asked", async () => {
    for (let more = log().length; more <= 120; more += 1) {
      await appDeliveriesOf(stage.probot).redeliver(log()[0]?.id ?? 0);
    }
    await stage.github.deliveries.settled();

    expect(await appDeliveriesOf(stage.probot).failed(EVER)).toHaveLength(log().length);
  });
});
