import * as fc from "fast-check";
import type { Act } from "./acts.ts";
import { type Kind, KINDS } from "./live-units.ts";
import { STRIKES } from "./trouble.ts";

const label = (command: string, by = "dana"): Act => ({ ask: command, by, via: "label" });

/** What brings a pull request from its opening to production. */
const WAY: readonly Act[] = [
  { app: "settle" },
  label("shadow"),
  { app: "settle" },
  { enough: true },
  { app: "settle" },
  label("canary"),
  { app: "settle" },
  { seconds: 5 },
  { enough: true },
  { app: "settle" },
  label("promote"),
  { app: "settle" },
];

const anyAsking: fc.Arbitrary<Act> = fc.record({
  ask: fc.constantFrom("shadow", "canary", "promote", "rollback", "hold", "re-evaluate"),
  by: fc.constantFrom("dana", "dana", "dana", "mallory", "bob", "triage-bot[bot]"),
  via: fc.constantFrom("label", "comment", "button"),
});

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: anyAsking },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("push", "close", "reopen", "draft", "ready", "move-base")
      .map((pull): Act => ({ pull })),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("next", "newest", "again", "lose", "all", "all")
      .map((mail): Act => ({ mail })),
  },
  { weight: 2, arbitrary: fc.constant<Act>({ enough: true }) },
  { weight: 3, arbitrary: fc.constantFrom<Kind>("bad", ...KINDS).map((unit): Act => ({ unit })) },
  {
    weight: 5,
    arbitrary: fc.constantFrom("work", "work", "sweep").map((app): Act => ({ app })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 5, 61, 700, 8 * 86_400).map((seconds): Act => ({ seconds })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      strike: fc.constantFrom(...STRIKES),
      in: fc.integer({ min: 0, max: 25 }),
    }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 }).map((dies): Act => ({ dies })) },
);

/** Some of the way, with things between its steps, and then anything. */
export const anyActs: fc.Arbitrary<readonly Act[]> = fc
  .record({
    begun: fc.integer({ min: 0, max: WAY.length }),
    between: fc.array(fc.tuple(fc.nat({ max: WAY.length }), anyAct), { maxLength: 3 }),
    more: fc.array(anyAct, { maxLength: 8 }),
  })
  .map(({ begun, between, more }) => [
    ...WAY.slice(0, begun).flatMap((act, at) => [
      ...between.filter(([place]) => place === at).map(([, early]) => early),
      act,
    ]),
    ...more,
  ]);
