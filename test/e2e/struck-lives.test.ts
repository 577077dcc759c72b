import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { openStand, type Stand } from "../support/lives/stand.ts";
import { type Course, struckLife, undisturbed } from "../support/lives/struck-life.ts";
import { openPlace } from "../support/store-places.ts";

const MINUTES = 600_000;

let stand: Stand;
let course: Course;

/** A server where there is one: a life is some thousand queries. */
async function openAnyStore(): Promise<OpenedStore> {
  if (process.env["TEST_DATABASE_URL"] === undefined) return openEmptyStore();
  const place = await openPlace("PostgreSQL");
  return { ...place.store, close: () => place.remove() };
}

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
