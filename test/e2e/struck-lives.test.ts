import { afterAll, beforeAll, expect, it } from "vitest";
import { openAnyStore } from "../support/lives/any-store.ts";
import { openStand, type Stand } from "../support/lives/stand.ts";
import { type Course, struckLife, undisturbed } from "../support/lives/struck-life.ts";

const MINUTES = 600_000;

let stand: Stand;
let course: Course;

beforeAll(async () => {
  stand = await openStand(openAnyStore);
  course = await undisturbed(stand);
}, MINUTES);
afterAll(() => stand.close());

it.each(["killed-after", "answer-lost"] as const)(
  "a life from pull request to production ends the same with any of its calls struck: %s",
  async (strike) => {
    const longest = Math.max(...course.map(({ calls }) => calls.length));
    const wrongs: string[] = [];
    for (let at = 0; at < longest; at += 1) {
      const found = await struckLife(stand, course, { strike, at });
      wrongs.push(...found.map((wrong) => `${strike} at call ${at}: ${wrong}`));
    }
    for (const [step, { calls }] of course.entries())
      console.log(`step ${step}:`, calls.join(", "));
    expect(wrongs).toEqual([]);
  },
  MINUTES,
);
