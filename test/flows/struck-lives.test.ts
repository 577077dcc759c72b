import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmptyStore } from "../support/empty-store.ts";
import { openStand, type Stand } from "../support/lives/stand.ts";
import { type Blow, type Course, struckLife, undisturbed } from "../support/lives/struck-life.ts";

/** A life takes two seconds of a processor, and tests share it with others. */
const MINUTES = 300_000;

/** One of each kind; all of them are in the long tests. */
const BLOWS: readonly Blow[] = [
  { strike: "error", at: 10 },
  { strike: "answer-lost", at: 5 },
  { strike: "limit", at: 3 },
  { strike: "killed-after", at: 6 },
  { strike: "killed-after-commit", at: 12 },
];

let stand: Stand;
let course: Course;

beforeAll(async () => {
  stand = await openStand(openEmptyStore);
  course = await undisturbed(stand);
}, MINUTES);
afterAll(() => stand.close());

describe("a mutation on its way from its pull request to production", { timeout: MINUTES }, () => {
  it("asks GitHub for something at every step", () => {
    for (const { calls } of course) expect(calls.length).toBeGreaterThan(0);
    const writes = course.flatMap(({ calls }) => calls).filter((call) => !call.startsWith("GET "));
    expect(writes).toEqual(expect.arrayContaining(["POST /deployments", "PUT /pulls/1/merge"]));
  });

  it.each(BLOWS)("ends the same when every step is struck once: $strike at $at", async (blow) => {
    expect(await struckLife(stand, course, blow)).toEqual([]);
  });
});
