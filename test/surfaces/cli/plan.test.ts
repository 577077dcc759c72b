import { expect, it } from "vitest";
import { planCommand } from "../../../src/surfaces/cli/plan.ts";
import { captureOutput, runCommand } from "../../support/cli.ts";

const said = captureOutput();

const plan = (...argv: readonly string[]): Promise<number> =>
  runCommand(planCommand({ paint: (_tone, text) => text }), ["plan", ...argv]);

it("says for each profile what so many items can show", async () => {
  expect(await plan("--items", "400")).toBe(0);
  for (const profile of ["strict", "standard", "small"]) expect(said.out).toContain(`${profile}: `);
  expect(said.out).toContain("at most 10 % of the acceptances among 100 mutations wrong");
  expect(said.out).toContain("shows a gain of 10.");
  expect(said.out).toContain("bounds their rate below 0.75 %");
});

it("says the same to programs, in one object", async () => {
  expect(await plan("--items", "400", "--effect", "5", "--discordance", "10", "--json")).toBe(0);
  const report: unknown = JSON.parse(said.out);
  expect(report).toMatchObject({
    items: 400,
    discordance: 0.1,
    effect: 0.05,
    profiles: [
      { profile: "strict", alpha: 0.1, epoch: 100, bar: 1000 },
      { profile: "standard", alpha: 0.1, epoch: 20, bar: 200 },
      { profile: "small", alpha: 0.05, epoch: null, bar: 20 },
    ],
  });
});

it("counts every asking of an item as paid, and none as a further observation", async () => {
  await plan("--items", "400", "--json");
  const once = JSON.parse(said.out);
  said.forget();
  expect(await plan("--items", "400", "--epochs", "3", "--json")).toBe(0);
  expect(JSON.parse(said.out)).toEqual({ ...once, epochs: 3, answers: 1200 });
  said.forget();
  await plan("--items", "400", "--epochs", "3");
  expect(said.out).toContain("each asked 3 times: 1200 sealed pairs");
});

it("does not pretend that a handful of items shows anything", async () => {
  await plan("--items", "3");
  expect(said.out).toContain("shows no gain, however large");
  said.forget();
  await plan("--items", "1", "--json");
  const report: unknown = JSON.parse(said.out);
  expect(report).toMatchObject({ profiles: [{ minimum_detectable_effect: null }, {}, {}] });
});

it.each([
  ["no number of items"],
  ["a part of an item", "--items", "2.5"],
  ["no items", "--items", "0"],
  ["more items than there are", "--items", "99999999"],
  ["a share above one", "--items", "10", "--discordance", "101"],
  ["more epochs than a charter may ask for", "--items", "10", "--epochs", "11"],
  ["no effect", "--items", "10", "--effect", "0"],
  ["an effect that is no number", "--items", "10", "--effect", "NaN"],
])("ends with 64 on %s", async (_what, ...argv) => {
  expect(await plan(...argv)).toBe(64);
});

it("has an example in its help", async () => {
  expect(await plan("--help")).toBe(0);
  expect(said.out).toContain("$ omega plan --items 400");
});
