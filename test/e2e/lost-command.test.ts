import { afterAll, beforeAll, expect, it } from "vitest";
import { startApp } from "../../src/local/demo/app-process.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { until } from "../support/until.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ start: startApp });
});
afterAll(() => desk.close());

it("obeys a command that was given while nobody listened", async () => {
  const pull = await desk.propose(await desk.scenario("improve-classifier"));
  await desk.see(pull, ({ state }) => state === "accepted");
  await desk.app.kill();

  await desk.command(pull, "shadow");
  await until(() =>
    desk.github.deliveries.log.some(
      ({ event, action, status }) =>
        event === "pull_request" && action === "labeled" && status !== "OK",
    ),
  );
  await desk.restartApp();

  const seen = await desk.see(pull, ({ state }) => state === "shadow");
  expect(seen.labels).not.toContain("omega:shadow");
}, 180_000);
