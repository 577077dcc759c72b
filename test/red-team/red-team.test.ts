import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { complaintsAbout } from "./harness/complaints.ts";
import { type Judge, openJudge } from "./harness/judge.ts";
import { loadCases } from "./harness/load-cases.ts";
import { buildRange, type ShootingRange } from "./harness/range.ts";

const cases = await loadCases();
let range: ShootingRange;
let judge: Judge;

beforeAll(async () => {
  range = buildRange(cases);
  judge = await openJudge(range.directory);
});
afterAll(async () => {
  await judge.close();
  range.remove();
});

describe("an attack is refused by its rule, and its benign twin is not", () => {
  it.each(cases.map((one, index) => [one.rule, one.name, index] as const))(
    "%s: who %s",
    async (_rule, _name, index) => {
      const lane = range.lanes[index];
      if (lane === undefined) throw new Error("the range has a lane for each case");

      expect(complaintsAbout(await judge.judge(lane))).toEqual([]);
    },
  );
});
